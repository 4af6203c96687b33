// The notes at the end of an answer, each with a way back to its mark in the text.

import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { elementsOf } from './elements.tsx'
import { goTo } from './FootnoteMark.tsx'
import type { Note } from './notes.ts'
import styles from './Footnotes.module.css'

export const Footnotes = memo(function Footnotes({ notes }: { readonly notes: readonly Note[] }) {
  const { t } = useTranslation()
  if (notes.length === 0) return null
  return (
    <section className={styles.notes} aria-label={t('chat.footnotes')} data-notes>
      <ol>
        {notes.map(({ name, block }, index) => (
          <li key={name} dir="auto" tabIndex={-1} data-note={index + 1}>
            {elementsOf(block.tokens.slice(1, -1))}
            <button
              type="button"
              className={styles.back}
              data-unsaid
              aria-label={t('chat.toText', { number: index + 1 })}
              onClick={goTo(`[data-note-mark="${index + 1}"]`)}
            >
              ↩
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
})
