// Code in an answer: its language, a button that copies it, lines that scroll inside the block, and colours once they are there.

import { memo, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/CopyButton.tsx'
import type { Piece } from './highlight/pieces.ts'
import { useColours } from './highlight/use-colours.ts'
import styles from './CodeBlock.module.css'

const longestLanguage = 30

interface CodeBlockProps {
  /** The code as it came: only the last piece changes while it grows. */
  readonly pieces: readonly string[]
  /** As the model named it; empty when it did not. */
  readonly language: string
}

export function CodeBlock({ pieces, language }: CodeBlockProps) {
  const { t } = useTranslation()
  const whole = pieces.join('')
  const colours = useColours(whole, language)
  const code = useRef('')
  useEffect(() => {
    code.current = whole
  }, [whole])
  // The same function as long as the block is there: its button need not be made again at each growth.
  const [copied] = useState(() => () => code.current)
  const name = language.slice(0, longestLanguage)
  return (
    <div className={styles.block}>
      <div className={styles.head} data-unsaid>
        <bdi className={styles.language}>{name === '' ? t('chat.code') : name}</bdi>
        <CopyButton label={t('chat.copyCode')} text={copied} />
      </div>
      {/* Focusable, so that the arrow keys scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.scroller} tabIndex={0} aria-label={name === '' ? t('chat.code') : t('chat.codeOf', { language: name })}>
        <pre className={styles.code} dir="ltr">
          {colours === null ? (
            <code>{pieces}</code>
          ) : (
            <code>
              <Coloured pieces={colours.pieces} />
              {whole.slice(colours.code.length)}
            </code>
          )}
        </pre>
      </section>
    </div>
  )
}

const Coloured = memo(function Coloured({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map(({ text, tone }, index) =>
    tone === null ? (
      text
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index} className={styles[tone]}>
        {text}
      </span>
    ),
  )
})
