// A footnote reference in an answer. A reference and its footnote jump to each other by moving the focus, so that screen readers follow,
// and never by an address. The numbers come from a context, so that a change of numbers needs no block parsed again.

import { createContext, useContext, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Footnotes.module.css'

/** Numbers by the names of the footnotes. */
export const FootnoteNumbers = createContext<ReadonlyMap<string, number>>(new Map())

export function FootnoteRef({ name }: { readonly name: string }) {
  const { t } = useTranslation()
  const number = useContext(FootnoteNumbers).get(name)
  if (number === undefined) return null
  return (
    <sup className={styles.ref} data-search-ignore>
      <button
        type="button"
        data-footnote-ref={number}
        aria-label={t('chat.footnote', { number })}
        onClick={createJumpHandler(`[data-footnote="${number}"]`)}
      >
        {number}
      </button>
    </sup>
  )
}

/** Returns a click handler that scrolls to and focuses the first matching element of the same answer. */
export function createJumpHandler(selector: string): (event: MouseEvent<HTMLElement>) => void {
  return ({ currentTarget }) => {
    const target = currentTarget.closest('[data-markdown]')?.querySelector(selector)
    if (!(target instanceof HTMLElement)) return
    target.scrollIntoView({ block: 'center' })
    target.focus({ preventScroll: true })
  }
}
