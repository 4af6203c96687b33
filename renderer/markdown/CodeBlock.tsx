// A code block of an answer: its language, a copy button, and the code, which scrolls inside the block and is highlighted once the
// highlighter has answered.

import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../ui/CopyButton.tsx'
import type { HighlightedSegment } from './highlight/worker-messages.ts'
import { useHighlighting } from './highlight/use-highlighting.ts'
import styles from './CodeBlock.module.css'

const maxLanguageLength = 30

interface CodeBlockProps {
  /** The code in segments, of which only the last changes while it grows. */
  readonly segments: readonly string[]
  /** As the model named it; empty if it named none. */
  readonly language: string
}

export function CodeBlock({ segments, language }: CodeBlockProps) {
  const { t } = useTranslation()
  const { highlighted, rest } = useHighlighting(segments, language)
  const latestSegments = useRef(segments)
  useEffect(() => {
    latestSegments.current = segments
  }, [segments])
  // One function for the life of the block, so that the copy button does not render again while the code grows.
  const [getCode] = useState(() => () => latestSegments.current.join(''))
  const name = language.slice(0, maxLanguageLength)
  const label = useMemo(() => (name === '' ? t('chat.code') : t('chat.codeOf', { language: name })), [t, name])
  return (
    <div className={styles.block}>
      <CodeBlockHeader name={name} getCode={getCode} />
      {/* Focusable, so that the arrow keys can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.scroller} tabIndex={0} aria-label={label}>
        <pre className={styles.code} dir="ltr">
          {highlighted === null ? (
            <code>{rest}</code>
          ) : (
            <code>
              <HighlightedCode segments={highlighted} />
              {rest}
            </code>
          )}
        </pre>
      </section>
    </div>
  )
}

interface CodeBlockHeaderProps {
  readonly name: string
  readonly getCode: () => string
}

const CodeBlockHeader = memo(function CodeBlockHeader({ name, getCode }: CodeBlockHeaderProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.head} data-search-ignore>
      <bdi className={styles.language}>{name === '' ? t('chat.code') : name}</bdi>
      <CopyButton label={t('chat.copyCode')} text={getCode} />
    </div>
  )
})

const HighlightedCode = memo(function HighlightedCode({ segments }: { readonly segments: readonly HighlightedSegment[] }) {
  return segments.map(({ text, tone }, index) =>
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
