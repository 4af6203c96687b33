// A menu that opens from a button. Use it after the button inside a MenuTrigger.

import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem as AriaMenuItem, Popover } from 'react-aria-components'
import styles from './Menu.module.css'

interface MenuProps {
  readonly children: ReactNode
  readonly placement?: 'bottom end' | 'bottom start' | 'top start'
}

export function Menu({ children, placement = 'bottom end' }: MenuProps) {
  return (
    <Popover className={styles.popover ?? ''} placement={placement} offset={4}>
      <AriaMenu className={styles.menu ?? ''}>{children}</AriaMenu>
    </Popover>
  )
}

interface MenuItemProps {
  readonly children: ReactNode
  readonly onAction: () => void
  readonly isDisabled?: boolean
}

export function MenuItem({ children, onAction, isDisabled = false }: MenuItemProps) {
  return (
    <AriaMenuItem className={styles.item ?? ''} onAction={onAction} isDisabled={isDisabled}>
      {children}
    </AriaMenuItem>
  )
}
