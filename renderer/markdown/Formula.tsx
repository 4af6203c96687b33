// A formula, typeset as MathML by KaTeX, which is loaded with the first formula. SECURITY: KaTeX creates elements, never HTML; it may
// load nothing, link to nothing and define nothing, and a formula that it cannot read is shown as its source.

import type katex from 'katex'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Formula.module.css'

type Katex = typeof katex

const katexOptions = {
  output: 'mathml',
  throwOnError: true,
  trust: false,
  strict: 'ignore',
  maxExpand: 500,
  maxSize: 30,
} as const

/** A few nested definitions can expand to a text of any length; no answer needs them. */
const macroDefinitions = /\\(?:[gex]?def|let|futurelet|global|long|(?:re|provide)?newcommand|providecommand)(?![a-zA-Z])/

let cachedKatex: Katex | null = null

interface FormulaProps {
  readonly source: string
  /** Whether it has lines of its own. */
  readonly isBlock: boolean
}

export function Formula({ source, isBlock }: FormulaProps) {
  const { t } = useTranslation()
  if (!isBlock) return <TypesetFormula source={source} isBlock={false} />
  return (
    // Focusable, so that the arrow keys can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.block} aria-label={t('chat.formula')} tabIndex={0}>
      <TypesetFormula source={source} isBlock />
    </section>
  )
}

function TypesetFormula({ source, isBlock }: FormulaProps) {
  const containerRef = useRef<HTMLSpanElement>(null)
  const library = useKatex()
  const rendered = useMemo(() => (library === null ? null : renderFormula(library, source, isBlock)), [library, source, isBlock])
  useLayoutEffect(() => {
    if (rendered !== null) containerRef.current?.replaceChildren(rendered)
  }, [rendered])
  return rendered === null ? (
    <code data-formula={source}>{source}</code>
  ) : (
    <span ref={containerRef} className={styles.formula} data-formula={source} />
  )
}

/** Null if KaTeX cannot read it. */
function renderFormula(library: Katex, source: string, isBlock: boolean): HTMLElement | null {
  if (macroDefinitions.test(source)) return null
  const element = document.createElement('span')
  try {
    library.render(source, element, { ...katexOptions, displayMode: isBlock })
    return element
  } catch {
    return null
  }
}

function useKatex(): Katex | null {
  const [library, setLibrary] = useState(cachedKatex)
  useEffect(() => {
    if (cachedKatex !== null) return
    void import('katex').then((module) => {
      cachedKatex = module.default
      setLibrary(cachedKatex)
    })
  }, [])
  return library ?? cachedKatex
}
