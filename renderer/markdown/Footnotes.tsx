// The footnotes at the end of an answer, each with a button back to its reference in the text.

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
    <section className={styles.footnotes} aria-label={t('chat.footnotes')}>
      <ol>
        {footnotes.map(({ name, block }, index) => (
          <li key={name} dir="auto" tabIndex={-1} data-footnote={index + 1}>
            {renderTokens(block.tokens.slice(1, -1))}
            <button
              type="button"
              className={styles.backButton}
              data-search-ignore
              aria-label={t('chat.backToText', { number: index + 1 })}
              onClick={createJumpHandler(`[data-footnote-ref="${index + 1}"]`)}
            >
              ↩
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
})
