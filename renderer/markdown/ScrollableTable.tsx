// A table that scrolls inside itself when it is wider than the text.

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Markdown.module.css'

export function ScrollableTable({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  return (
    // Focusable, so that the arrow keys scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.wide} aria-label={t('chat.table')} tabIndex={0}>
      <table dir="auto">{children}</table>
    </section>
  )
}
