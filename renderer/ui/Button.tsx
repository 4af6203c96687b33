// The two kinds of button: one with words, one with an icon whose words show as a tooltip and are read aloud.

import type { ReactNode } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './Button.module.css'

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly children: ReactNode
  /** `main` is the one thing to do on a screen; `quiet` is for what is there but not asked for. */
  readonly kind?: 'main' | 'plain' | 'quiet' | 'danger'
  readonly size?: 'normal' | 'small'
}

export function Button({ kind = 'plain', size = 'normal', ...props }: ButtonProps) {
  return <AriaButton {...props} className={`${styles.button} ${styles[kind]} ${size === 'small' ? styles.small : ''}`} />
}

interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  /** Its name: shown as a tooltip and read aloud. */
  readonly label: string
  readonly children: ReactNode
  readonly size?: 'normal' | 'small'
  /** Not where Escape has work to do: while a tooltip is shown, it closes that and nothing else. */
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
