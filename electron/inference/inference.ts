// Runs one prompt on one model and streams what comes back. The folder hides the Hugging Face library, the wire, and every
// shape in which providers answer and fail: out come pieces of text, and one end in our own words.

import type { StreamEnd, StreamPiece, StreamRequest } from '../../shared/run-parts.ts'
import { streamChat } from './tasks/chat.ts'
import { continueText } from './tasks/continue-text.ts'
import { defaultBounds, defaultTimers, openWire, type Bounds, type Timers } from './wire.ts'

interface InferenceParts {
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
export function stream(request: StreamRequest, parts: InferenceParts): AsyncGenerator<StreamPiece, StreamEnd> {
  const { timers = defaultTimers, bounds = defaultBounds } = parts
  const wire = openWire({ ...parts, timers, bounds, prompts: request.messages.map((turn) => turn.content) })
  return request.task === 'chat' ? streamChat(request, wire) : continueText(request, wire)
}
