// The messages between the window and the highlighting worker.

import type { Language } from './languages.ts'

/** A color of CodeBlock.module.css; all languages share them. */
export type Tone = 'keyword' | 'string' | 'comment' | 'number' | 'name' | 'type' | 'added' | 'removed'

export interface HighlightedSegment {
  readonly text: string
  readonly tone: Tone | null
}

export interface WorkerRequest {
  readonly code: string
  readonly language: Language
}

/** `started`: the grammar has loaded, and the timeout starts. */
export type WorkerResponse =
  | { readonly kind: 'started' }
  | { readonly kind: 'done'; readonly segments: readonly HighlightedSegment[] }
  | { readonly kind: 'failed' }
