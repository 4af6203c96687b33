// One request to a model, and the stream of its answer: what runs/ hands to inference/ and gets back. None of it reaches the window.

import type { Failure } from '../failures.ts'
import type { Task } from '../tasks.ts'
import type { SentSettings } from '../style.ts'
import type { ImageBytes } from './attachments.ts'
import type { Outcome, Usage } from './messages.ts'

export interface ChatMessage {
  /** `system`: the instructions, before everything else. */
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
  /** They come before the text; absent where there are none. */
  readonly images?: readonly ImageBytes[]
}

export interface StreamRequest {
  /** The model's name at its target. */
  readonly model: string
  readonly task: Task
  /** The provider that runs the model; null leaves the choice to Hugging Face. For a server: its name. */
  readonly provider: string | null
  /** The server that is asked instead of Hugging Face. */
  readonly server: { readonly address: string } | null
  readonly messages: readonly ChatMessage[]
  /** The organisation that pays; null: the account of the key. */
  readonly billTo: string | null
  readonly settings: SentSettings
}

export type StreamChunk =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
  | { readonly kind: 'provider'; readonly provider: string }

/** `stopped` is the result of the caller's signal only. The provider is the one that served it, as far as that is known. */
export type StreamEnd = (
  | { readonly kind: 'ended'; readonly outcome: Extract<Outcome['kind'], 'finished' | 'length' | 'filtered'> }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: Failure }
) & { readonly usage: Usage | null; readonly provider: string | null }
