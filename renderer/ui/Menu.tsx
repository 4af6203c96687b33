// A small menu that opens from a button; put it after the button inside a MenuTrigger.

import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem as AriaMenuItem, Popover } from 'react-aria-components'
import styles from './Menu.module.css'

export function Menu({ children }: { readonly children: ReactNode }) {
  return (
    <Popover className={styles.popover ?? ''} placement="bottom end" offset={4}>
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
