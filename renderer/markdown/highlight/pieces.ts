// What the window and the thread that colours code say to each other, and the few tones that all languages share. Pure.

import type { Language } from './languages.ts'

export type Tone = 'keyword' | 'string' | 'comment' | 'number' | 'name' | 'type' | 'added' | 'removed'

export interface Piece {
  readonly text: string
  readonly tone: Tone | null
}

export interface ToWorker {
  readonly code: string
  readonly language: Language
}

/** `begins`: the grammar is there, and from now on the time counts. */
export type FromWorker =
  | { readonly kind: 'begins' }
  | { readonly kind: 'done'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'failed' }

/** By the classes of highlight.js, without their prefix. */
const tones: ReadonlyMap<string, Tone> = new Map(
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

export function toneOf(className: string): Tone | null {
  return tones.get(className.replace(/^hljs-/, '')) ?? null
}
