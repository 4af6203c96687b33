// The text of an answer: with its format, plain where it has none, and plain for as long as what reads the format is not there yet.

import { lazy, Suspense, useState } from 'react'
import type * as MarkdownExports from './Markdown.tsx'
import styles from './FormattedText.module.css'

type MarkdownModule = typeof MarkdownExports

let markdownModule: MarkdownModule | null = null

/** Fetches what reads the format, so that no answer has to wait for it. */
export async function loadMarkdown(): Promise<MarkdownModule> {
  markdownModule = await import('./Markdown.tsx')
  return markdownModule
}

const LazyMarkdown = lazy(async () => ({ default: (await loadMarkdown()).Markdown }))

export function FormattedText({ text }: { readonly text: string }) {
  // What is lazy is not shown at once even when it is there: React shows what stands in its place for 300 ms, and the page would
  // jump as each text gets its true height. Decided once, as another kind of element would begin the text anew.
  const [loadedModule] = useState(() => markdownModule)
  if (loadedModule !== null) return <loadedModule.Markdown text={text} />
  return (
    <Suspense fallback={<PlainText text={text} />}>
      <LazyMarkdown text={text} />
    </Suspense>
  )
}

/** Line breaks and signs of a text that is not markdown, such as a continued one, are part of it. */
export function PlainText({ text }: { readonly text: string }) {
  return (
    <div className={styles.plain} dir="auto">
      {text}
    </div>
  )
}
