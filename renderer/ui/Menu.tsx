// A small menu that opens from a button; put it after the button inside a MenuTrigger.

import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem as AriaMenuItem, Popover } from 'react-aria-components'
import styles from './Menu.module.css'

interface MenuProps {
  readonly children: ReactNode
  /** Beneath its button, from its right edge to the left, or above it from the left edge to the right. */
  readonly placement?: 'bottom end' | 'top start'
}

export function Menu({ children, placement = 'bottom end' }: MenuProps) {
  return (
    <Popover className={styles.popover ?? ''} placement={placement} offset={4}>
      <AriaMenu className={styles.menu ?? ''}>{children}</AriaMenu>
    </Popover>
  )
}

export function MenuItem({ children, onAction }: { readonly children: ReactNode; readonly onAction: () => void }) {
  return (
    <AriaMenuItem className={styles.item ?? ''} onAction={onAction}>
      {children}
    </AriaMenuItem>
  )
}
