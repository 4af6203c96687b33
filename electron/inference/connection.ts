// The connection of one run: the fetch that the library is given. Hides everything that the library loses or gets wrong: status, headers and
// body of a failure, timeouts, size limits, a last event without its blank line, empty error fields, and truncated streams.

import { NetworkFailure, failureFromNetworkError } from '../network/failures.ts'
import type { Failure, FailureCode } from '../../shared/failures.ts'
import { createEventLineSplitter, removeEmptyErrors, TooLargeError } from './event-stream.ts'
import { formatDetail, failureFromErrorEvent, failureFromResponse, type ResponseHead } from './response-failures.ts'
import { safeName } from './server-error.ts'

/** Milliseconds after which a run fails with `stalled`. The network gateway detects a host that cannot be reached (network/limits.ts). */
export interface Timeouts {
  /** Until the first byte of the reply. */
  readonly firstByteMs: number
  /** Between two complete lines of a stream; bytes that complete no line do not count. Also for the whole body of a reply that is no stream. */
  readonly betweenLinesMs: number
  /** Between two chunks of text or reasoning: a server may send keep-alive lines forever. */
  readonly withoutTextMs: number
  /** For what follows the finish reason: usage and the end of the stream, which the answer can do without. */
  readonly afterEndMs: number
}

/** Long, because of models that load first and models that think without sending anything. */
export const defaultTimeouts: Timeouts = { firstByteMs: 180_000, betweenLinesMs: 120_000, withoutTextMs: 600_000, afterEndMs: 10_000 }

export interface Limits {
  /** Bytes of one event. */
  readonly maxEventBytes: number
  /** Bytes of a whole reply, after decompression. Some providers send 300 bytes around every four characters. */
  readonly maxResponseBytes: number
  /** Characters of text and reasoning together. */
  readonly maxCharacters: number
}

export const defaultLimits: Limits = { maxEventBytes: 1024 * 1024, maxResponseBytes: 512 * 1024 * 1024, maxCharacters: 4_000_000 }

const maxFailureBodyBytes = 64 * 1024
const maxCompletionBytes = 4 * 1024 * 1024

/** Carries a failure through the library, which rethrows what its fetch throws. */
export class RunFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.code)
    this.name = 'RunFailure'
    this.failure = failure
  }
}

export interface Connection {
  /** The fetch for the library: 'events' for a stream, 'json' for a whole reply. It throws RunFailure for any other reply. */
  readonly createFetch: (expected: 'events' | 'json') => typeof fetch
  /** Aborted by the caller, by a timeout, and by `close`. */
  readonly signal: AbortSignal
  /** The provider from the reply's header; null before the reply and when it names none. */
  readonly provider: () => string | null
  /** Whether the reply was read to its end: the library stops reading at `[DONE]` and does not report it. */
  readonly isFullyRead: () => boolean
  /** Call for each chunk of text or reasoning. */
  readonly onText: () => void
  /** Call when the finish reason has arrived. */
  readonly onModelDone: () => void
  /** Whether the caller aborted the run. */
  readonly isStopped: () => boolean
  readonly limits: Limits
  /** Anything that the library threw, as a failure. */
  readonly failureFromError: (error: unknown) => Failure
  /** The failure that an event of a good reply reports. */
  readonly failureFromEvent: (body: unknown) => Failure
  /** A failure with the reply's status, provider and request id as its detail. */
  readonly createFailure: (code: FailureCode, message?: string) => Failure
  readonly close: () => void
}

interface ConnectionParts {
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  readonly timeouts: Timeouts
  readonly limits: Limits
  /** The texts that were sent, so that no failure quotes them. */
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

  /** The body of a reply that is no stream. For a failed one the start is enough, even if the rest never arrives. */
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

  /** The stream in chunks that end with a line, so that the library never has to join partial lines. */
  function createLineStream(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader()
    const lines = createEventLineSplitter(limits.maxEventBytes)
    let bytes = 0
    // An aborted request does not always end its stream, and the run must not wait for it.
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
            // Keep-alive lines contain no data. The library would parse each of them, which is slow.
            if (isBetweenEvents && !completeLines.includes('data')) continue
            controller.enqueue(removeEmptyErrors(completeLines))
            return
          }
        },
      },
      // No read-ahead: `isFullyRead` relies on bytes being read only when the library asks for them.
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
    // Half an event: truncated if the stream is done, otherwise nonsense from the server.
    if (error instanceof SyntaxError) return { code: isStreamDone ? 'cut-off' : 'unexpected-reply' }
    const eventBody = getErrorEventBody(error)
    if (eventBody !== undefined) return failureFromEvent(eventBody)
    // The network gateway's own failures are about a reply that had not begun.
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
        // Only the run itself is a POST; the library also looks up the providers of a model.
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

/** The library wraps an `error` event in an error that also contains the prompt; this returns only the event. */
function getErrorEventBody(error: unknown): unknown {
  if (!(error instanceof Error) || !('httpResponse' in error)) return undefined
  const { httpResponse } = error
  return typeof httpResponse === 'object' && httpResponse !== null && 'body' in httpResponse ? httpResponse.body : undefined
}
