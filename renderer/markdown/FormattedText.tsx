// The text of an answer: as formatted Markdown, as plain text where a task has no format, and as plain text until the Markdown renderer
// has loaded.

import { lazy, Suspense, useState } from 'react'
import type * as MarkdownExports from './Markdown.tsx'
import styles from './FormattedText.module.css'

type MarkdownModule = typeof MarkdownExports

let markdownModule: MarkdownModule | null = null

/** Loads the Markdown renderer ahead of the first answer. */
export async function loadMarkdown(): Promise<MarkdownModule> {
  markdownModule = await import('./Markdown.tsx')
  return markdownModule
}

const LazyMarkdown = lazy(async () => ({ default: (await loadMarkdown()).Markdown }))

export function FormattedText({ text }: { readonly text: string }) {
  // A lazy component that has already loaded still shows its fallback first, for up to 300 ms, and the page would jump as each text
  // gets its real height. Decided once: another component type would mount the text again.
  const [loadedModule] = useState(() => markdownModule)
  if (loadedModule !== null) return <loadedModule.Markdown text={text} />
  return (
    <Suspense fallback={<PlainText text={text} />}>
      <LazyMarkdown text={text} />
    </Suspense>
  )
}

/** A text that is not Markdown, such as a continued one: its line breaks and special characters are shown as they are. */
export function PlainText({ text }: { readonly text: string }) {
  return (
    <div className={styles.plain} dir="auto">
      {text}
    </div>
  )
}
