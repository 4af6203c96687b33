// The notes at the end of an answer, each with a way back to its mark in the text.

import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { renderTokens } from './render-tokens.tsx'
import { createJumpHandler } from './FootnoteRef.tsx'
import type { Footnote } from './collect-footnotes.ts'
import styles from './Footnotes.module.css'

export const Footnotes = memo(function Footnotes({ footnotes }: { readonly footnotes: readonly Footnote[] }) {
  const { t } = useTranslation()
  if (footnotes.length === 0) return null
  return (
    <section className={styles.notes} aria-label={t('chat.footnotes')} data-notes>
      <ol>
        {footnotes.map(({ name, block }, index) => (
          <li key={name} dir="auto" tabIndex={-1} data-note={index + 1}>
            {renderTokens(block.tokens.slice(1, -1))}
            <button
              type="button"
              className={styles.back}
              data-unsaid
              aria-label={t('chat.toText', { number: index + 1 })}
              onClick={createJumpHandler(`[data-note-mark="${index + 1}"]`)}
            >
              ↩
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
})
