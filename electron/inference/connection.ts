// What goes over the wire for one run: the fetch that the library is given. Hides everything the library would lose or get wrong:
// status, headers and body of a failure, silence, sizes, a last event without its blank line, errors that are none, and cuts.

import { NetworkFailure, failureFromNetworkError } from '../network/failures.ts'
import type { Failure, FailureCode } from '../../shared/failures.ts'
import { removeEmptyErrors } from './empty-errors.ts'
import { createEventLineSplitter, TooLargeError } from './event-lines.ts'
import { formatDetail, failureFromErrorEvent, failureFromResponse, type ResponseHead } from './failure.ts'
import { safeName } from './server-error.ts'

/** Milliseconds after which a run ends as `stalled`. That its host is out of reach is the door's to find out (network/limits.ts). */
export interface Timeouts {
  /** Until the first byte of the reply. */
  readonly firstByteMs: number
  /** Between two whole lines: bytes that never complete one are no life. And for the whole of a reply that is no stream. */
  readonly betweenLinesMs: number
  /** Between two pieces of text or reasoning: a server may say that it is still there for ever. */
  readonly withoutTextMs: number
  /** For what follows once the model is done: usage, and the end. What is late by then is not missed. */
  readonly afterEndMs: number
}

/** Cold models and quiet thinkers are slow. */
export const defaultTimeouts: Timeouts = { firstByteMs: 180_000, betweenLinesMs: 120_000, withoutTextMs: 600_000, afterEndMs: 10_000 }

export interface Limits {
  /** Bytes of one event. */
  readonly maxEventBytes: number
  /** Bytes of a whole reply, after unpacking. Some providers write 300 bytes around every four characters. */
  readonly maxResponseBytes: number
  /** Characters of text and reasoning together. */
  readonly maxCharacters: number
}

export const defaultLimits: Limits = { maxEventBytes: 1024 * 1024, maxResponseBytes: 512 * 1024 * 1024, maxCharacters: 4_000_000 }

const maxFailureBodyBytes = 64 * 1024
const maxCompletionBytes = 4 * 1024 * 1024

/** Carries a failure through the library, which passes on what its fetch throws. */
export class RunFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.code)
    this.name = 'RunFailure'
    this.failure = failure
  }
}

export interface Connection {
  /** For the library: streams of events for 'events', whole replies for 'json'. Throws RunFailure for all that is neither. */
  readonly createFetch: (expected: 'events' | 'json') => typeof fetch
  /** Aborted by the caller, by silence, and by `close`. */
  readonly signal: AbortSignal
  /** Who served the run, by the reply's header; null before it came or when it does not say. */
  readonly provider: () => string | null
  /** Whether the reply came to its own end: the library stops reading at `[DONE]` and does not say so. */
  readonly isFullyRead: () => boolean
  /** To be told of each piece of text or reasoning. */
  readonly onText: () => void
  /** To be told that the model has said that it is done. */
  readonly onModelDone: () => void
  readonly isStopped: () => boolean
  readonly limits: Limits
  /** Whatever the library threw, as a failure. */
  readonly failureFromError: (error: unknown) => Failure
  /** A failure by the words of an event, after a reply that began well. */
  readonly failureFromEvent: (body: unknown) => Failure
  /** A failure with what a report needs of the reply that had begun. */
  readonly createFailure: (code: FailureCode, message?: string) => Failure
  readonly close: () => void
}

interface ConnectionParts {
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  readonly timeouts: Timeouts
  readonly limits: Limits
  /** What was sent, so that no failure quotes it. */
  readonly prompts: readonly string[]
}

export function openConnection(parts: ConnectionParts): Connection {
  const { limits, prompts, timeouts } = parts
  const abortController = new AbortController()
  const signal = AbortSignal.any([parts.signal, abortController.signal])
  let head: ResponseHead | null = null
  let isStreamDone = false
  let isFullyRead = false
  let isEnding = false
  let silenceTimer: NodeJS.Timeout | undefined
  let noTextTimer: NodeJS.Timeout | undefined

  function abortAfter(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => abortController.abort(new RunFailure({ code: 'stalled' })), milliseconds)
  }

  function restartSilenceTimer(milliseconds: number): void {
    clearTimeout(silenceTimer)
    silenceTimer = abortAfter(milliseconds)
  }

  function clearTimers(): void {
    clearTimeout(silenceTimer)
    clearTimeout(noTextTimer)
  }

  function onModelDone(): void {
    if (isEnding || isStreamDone) return
    isEnding = true
    clearTimers()
    silenceTimer = abortAfter(timeouts.afterEndMs)
  }

  /** A reply that is no stream. Of a failed one the beginning is enough, also where the rest is missing. */
  async function readBody(response: Response, maxBytes: number, isFailed: boolean): Promise<string> {
    if (response.body === null) return ''
    restartSilenceTimer(timeouts.betweenLinesMs)
    const chunks: Uint8Array[] = []
    let bytes = 0
    try {
      for await (const chunk of response.body) {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > maxBytes && isFailed) break
        if (bytes > maxBytes) throw new RunFailure({ code: 'answer-too-large' })
      }
    } catch (error) {
      if (!isFailed || signal.aborted) throw error
    }
    return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8')
  }

  async function fetchResponse(expected: 'events' | 'json', ...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    restartSilenceTimer(timeouts.firstByteMs)
    head = null
    const response = await parts.fetch(input, { ...init, signal })
    head = { status: response.status, headers: response.headers }
    const contentType = response.headers.get('content-type') ?? ''
    const isExpectedType = expected === 'events' ? /^text\/event-stream/i.test(contentType) : /^application\/json/i.test(contentType)
    if (!response.ok || !isExpectedType || response.body === null) {
      throw new RunFailure(failureFromResponse(head, await readBody(response, maxFailureBodyBytes, true), prompts))
    }
    if (expected === 'events') return new Response(createLineStream(response.body), { status: response.status, headers: response.headers })
    const text = await readBody(response, maxCompletionBytes, false)
    clearTimers()
    return new Response(text, { status: response.status, headers: response.headers })
  }

  /** The stream in pieces that end where a line ends, so that the library never has to join what was cut. */
  function createLineStream(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader()
    const lines = createEventLineSplitter(limits.maxEventBytes)
    let bytes = 0
    // A stream that does not end by itself when its request is aborted must not hold the run.
    signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true })
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (isStreamDone) {
            isFullyRead = true
            controller.close()
            return
          }
          for (;;) {
            const { done, value } = await reader.read()
            signal.throwIfAborted()
            if (done) {
              isStreamDone = true
              clearTimers()
              controller.enqueue(removeEmptyErrors(lines.end()))
              return
            }
            if (bytes === 0) {
              restartSilenceTimer(timeouts.betweenLinesMs)
              noTextTimer = abortAfter(timeouts.withoutTextMs)
            }
            bytes += value.length
            if (bytes > limits.maxResponseBytes) throw new TooLargeError()
            const isBetweenEvents = lines.isBetweenEvents()
            const completeLines = lines.add(value)
            if (completeLines === null) continue
            if (!isEnding) silenceTimer?.refresh()
            // Signs of life hold no data. The library would look at every one of them, which takes it long.
            if (isBetweenEvents && !completeLines.includes('data')) continue
            controller.enqueue(removeEmptyErrors(completeLines))
            return
          }
        },
      },
      // Nothing is read ahead: what the library has not asked for has not been read, which is what `isFullyRead` rests on.
      { highWaterMark: 0 },
    )
  }

  function failureFromError(error: unknown): Failure {
    const failure = classifyError(error)
    return failure.detail === undefined ? createFailure(failure.code) : failure
  }

  function classifyError(error: unknown): Failure {
    if (signal.aborted && signal.reason instanceof RunFailure) return signal.reason.failure
    if (error instanceof RunFailure) return error.failure
    if (error instanceof TooLargeError) return { code: 'answer-too-large' }
    if (error instanceof Error && error.name === 'InputError') return { code: 'model-not-served' }
    if (error instanceof Error && error.name === 'ProviderOutputError') return { code: 'unexpected-reply' }
    // Half an event: at the end of the stream it was cut, before it the server wrote nonsense.
    if (error instanceof SyntaxError) return { code: isStreamDone ? 'cut-off' : 'unexpected-reply' }
    const eventBody = getErrorEventBody(error)
    if (eventBody !== undefined) return failureFromEvent(eventBody)
    // The door's own words are about a reply that had not begun.
    if (error instanceof NetworkFailure) return error.failure
    const { code, detail } = failureFromNetworkError(error)
    return createFailure(head !== null && code !== 'internal' ? 'cut-off' : 'internal', code === 'internal' ? '' : detail)
  }

  function failureFromEvent(body: unknown): Failure {
    return head === null ? { code: 'internal' } : failureFromErrorEvent(head, body, prompts)
  }

  function createFailure(code: FailureCode, message = ''): Failure {
    if (head !== null) return { code, detail: formatDetail(head, message) }
    return message === '' ? { code } : { code, detail: message }
  }

  return {
    createFetch:
      (expected) =>
      (...args) =>
        // Only the run itself is a POST; the library also looks up who serves a model.
        fetchResponse(args[1]?.method === 'POST' ? expected : 'json', ...args),
    signal,
    provider: () => safeName(head?.headers.get('x-inference-provider') ?? null),
    isFullyRead: () => isFullyRead,
    onText: () => void noTextTimer?.refresh(),
    onModelDone,
    isStopped: () => parts.signal.aborted,
    limits,
    failureFromError,
    failureFromEvent,
    createFailure,
    close() {
      clearTimers()
      abortController.abort()
    },
  }
}

/** The library throws what a server wrote as an `error` event inside an error that also holds the prompt: take just the first. */
function getErrorEventBody(error: unknown): unknown {
  if (!(error instanceof Error) || !('httpResponse' in error)) return undefined
  const { httpResponse } = error
  return typeof httpResponse === 'object' && httpResponse !== null && 'body' in httpResponse ? httpResponse.body : undefined
}
