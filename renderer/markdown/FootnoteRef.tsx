// The mark of a footnote in an answer. A mark and its note lead to each other inside the answer: by focus, so that those who listen
// follow too, and never by an address. Numbers come by context, so that a block need not be read again when its own change.

import { createContext, useContext, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Footnotes.module.css'

/** Numbers by the names of the notes. */
export const FootnoteNumbers = createContext<ReadonlyMap<string, number>>(new Map())

/** In the text, where the note belongs. */
export function FootnoteRef({ name }: { readonly name: string }) {
  const { t } = useTranslation()
  const number = useContext(FootnoteNumbers).get(name)
  if (number === undefined) return null
  return (
    <sup className={styles.mark} data-unsaid>
      <button
        type="button"
        data-note-mark={number}
        aria-label={t('chat.footnote', { number })}
        onClick={createJumpHandler(`[data-note="${number}"]`)}
      >
        {number}
      </button>
    </sup>
  )
}

/** For a click that leads to the first such element of the same answer. */
export function createJumpHandler(selector: string): (event: MouseEvent<HTMLElement>) => void {
  return ({ currentTarget }) => {
    const target = currentTarget.closest('[data-markdown]')?.querySelector(selector)
    if (!(target instanceof HTMLElement)) return
    target.scrollIntoView({ block: 'center' })
    target.focus({ preventScroll: true })
  }
}
