// The two kinds of button: one with text, and one with an icon, whose name is a tooltip and its label for screen readers.

import type { ReactNode } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './Button.module.css'

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly children: ReactNode
  /** `primary` is the main action of a screen; `ghost` has no border. */
  readonly kind?: 'primary' | 'secondary' | 'ghost' | 'danger'
  readonly size?: 'normal' | 'small'
}

export function Button({ kind = 'secondary', size = 'normal', ...props }: ButtonProps) {
  return <AriaButton {...props} className={`${styles.button} ${styles[kind]} ${size === 'small' ? styles.small : ''}`} />
}

interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  /** Its name: the tooltip and the label for screen readers. */
  readonly label: string
  readonly children: ReactNode
  readonly size?: 'normal' | 'small'
  /** False where Escape has another effect, because while a tooltip is shown, Escape only closes the tooltip. */
  readonly hasTooltip?: boolean
}

export function IconButton({ label, size = 'normal', hasTooltip = true, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0} isDisabled={!hasTooltip}>
      <AriaButton {...props} aria-label={label} className={`${styles.icon} ${size === 'small' ? styles.small : ''}`} />
      <Tooltip className={styles.tooltip ?? ''} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  )
}
