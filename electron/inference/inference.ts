// Runs one prompt on one model and streams what comes back. The folder hides the Hugging Face library, the wire, and every
// shape in which providers answer and fail: out come pieces of text, and one end in our own words.

import type { Failure } from '../shared/errors.ts'
import type { Outcome, Usage } from '../shared/types.ts'
import { streamChat } from './chat.ts'
import { continueText } from './continue-text.ts'
import { defaultBounds, defaultTimers, openWire, type Bounds, type Timers } from './wire.ts'

export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

export interface InferenceRequest {
  readonly model: string
  /** 'chat' holds a conversation; 'continue' only continues the text it is given. */
  readonly task: 'chat' | 'continue'
  /** Who is to run the model; null leaves the choice to Hugging Face. */
  readonly provider: string | null
  readonly messages: readonly Turn[]
}

export type Piece =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
  | { readonly kind: 'provider'; readonly provider: string }

interface Account {
  readonly usage: Usage | null
  /** Who served it, as far as it was told. */
  readonly provider: string | null
}

/** `stopped` is what the caller's signal leads to, and nothing else. */
export type InferenceEnd =
  | ({ readonly kind: 'ended'; readonly outcome: Extract<Outcome['kind'], 'finished' | 'length' | 'filtered'> } & Account)
  | ({ readonly kind: 'stopped' } & Account)
  | ({ readonly kind: 'failed'; readonly failure: Failure } & Account)

export interface InferenceParts {
  /** The door to the network, with the key. */
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  readonly timers?: Timers
  readonly bounds?: Bounds
}

/**
 * Streams one answer. Yields pieces as they come and returns how it ended; never throws for what a server or the network did.
 * The connection is closed when it returns, however it returns.
 */
export function stream(request: InferenceRequest, parts: InferenceParts): AsyncGenerator<Piece, InferenceEnd> {
  const { timers = defaultTimers, bounds = defaultBounds } = parts
  const wire = openWire({ ...parts, timers, bounds, prompts: request.messages.map((turn) => turn.content) })
  return request.task === 'chat' ? streamChat(request, wire) : continueText(request, wire)
}
