// What the window and the thread that colours code say to each other, and the few tones that all languages share. Pure.

import type { Language } from './languages.ts'

export type Tone = 'keyword' | 'string' | 'comment' | 'number' | 'name' | 'type' | 'added' | 'removed'

export interface HighlightedSegment {
  readonly text: string
  readonly tone: Tone | null
}

export interface WorkerRequest {
  readonly code: string
  readonly language: Language
}

/** `started`: the grammar is there, and from now on the time counts. */
export type WorkerResponse =
  | { readonly kind: 'started' }
  | { readonly kind: 'done'; readonly segments: readonly HighlightedSegment[] }
  | { readonly kind: 'failed' }

/** By the classes of highlight.js, without their prefix. */
const tonesByClass: ReadonlyMap<string, Tone> = new Map(
  Object.entries({
    keyword: 'keyword',
    'selector-tag': 'keyword',
    'template-tag': 'keyword',
    tag: 'keyword',
    doctag: 'keyword',
    section: 'keyword',
    string: 'string',
    regexp: 'string',
    code: 'string',
    link: 'string',
    char: 'string',
    comment: 'comment',
    quote: 'comment',
    meta: 'comment',
    number: 'number',
    literal: 'number',
    symbol: 'number',
    bullet: 'number',
    title: 'name',
    name: 'name',
    attr: 'name',
    attribute: 'name',
    'selector-class': 'name',
    'selector-id': 'name',
    type: 'type',
    built_in: 'type',
    variable: 'type',
    'template-variable': 'type',
    addition: 'added',
    deletion: 'removed',
  } as const),
)

export function getTone(className: string): Tone | null {
  return tonesByClass.get(className.replace(/^hljs-/, '')) ?? null
}
