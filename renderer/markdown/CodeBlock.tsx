// Code in an answer: its language, a button that copies it, lines that scroll inside the block, and colours once they are there.

import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../ui/CopyButton.tsx'
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
  const { coloured, rest } = useColours(pieces, language)
  const latest = useRef(pieces)
  useEffect(() => {
    latest.current = pieces
  }, [pieces])
  // The same function as long as the block is there: its button need not be made again at each growth.
  const [copied] = useState(() => () => latest.current.join(''))
  const name = language.slice(0, longestLanguage)
  const label = useMemo(() => (name === '' ? t('chat.code') : t('chat.codeOf', { language: name })), [t, name])
  return (
    <div className={styles.block}>
      <Head name={name} copied={copied} />
      {/* Focusable, so that the arrow keys scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.scroller} tabIndex={0} aria-label={label}>
        <pre className={styles.code} dir="ltr">
          {coloured === null ? (
            <code>{rest}</code>
          ) : (
            <code>
              <Coloured pieces={coloured} />
              {rest}
            </code>
          )}
        </pre>
      </section>
    </div>
  )
}

interface HeadProps {
  readonly name: string
  readonly copied: () => string
}

const Head = memo(function Head({ name, copied }: HeadProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.head} data-unsaid>
      <bdi className={styles.language}>{name === '' ? t('chat.code') : name}</bdi>
      <CopyButton label={t('chat.copyCode')} text={copied} />
    </div>
  )
})

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
