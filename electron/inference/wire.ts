// What goes over the wire for one run: the fetch that the library is given. Hides everything the library would lose or get wrong:
// status, headers and body of a failure, silence, sizes, a last event without its blank line, errors that are none, and cuts.

import { NetworkFailure, networkFailureOf } from '../network/failures.ts'
import type { Failure, FailureCode } from '../../shared/errors.ts'
import { withoutEmptyErrors } from './empty-errors.ts'
import { createEventLines, TooLarge } from './event-lines.ts'
import { detailOf, failureOfEvent, failureOfReply, type ReplyHead } from './failure.ts'
import { safeName } from './server-words.ts'

/** Milliseconds after which a run ends as `stalled`. That its host is out of reach is the door's to find out (network-limits.ts). */
export interface Timers {
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
export const defaultTimers: Timers = { firstByteMs: 180_000, betweenLinesMs: 120_000, withoutTextMs: 600_000, afterEndMs: 10_000 }

export interface Bounds {
  /** Bytes of one event. */
  readonly eventBytes: number
  /** Bytes of a whole reply, after unpacking. Some providers write 300 bytes around every four characters. */
  readonly replyBytes: number
  /** Characters of text and reasoning together. */
  readonly characters: number
}

export const defaultBounds: Bounds = { eventBytes: 1024 * 1024, replyBytes: 512 * 1024 * 1024, characters: 4_000_000 }

const failureBodyBytes = 64 * 1024
const completionBytes = 4 * 1024 * 1024

/** Carries a failure through the library, which passes on what its fetch throws. */
export class RunFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.code)
    this.name = 'RunFailure'
    this.failure = failure
  }
}

export interface Wire {
  /** For the library: streams of events for 'events', whole replies for 'json'. Throws RunFailure for all that is neither. */
  readonly fetchFor: (expected: 'events' | 'json') => typeof fetch
  /** Aborted by the caller, by silence, and by `close`. */
  readonly signal: AbortSignal
  /** Who served the run, by the reply's header; null before it came or when it does not say. */
  readonly provider: () => string | null
  /** Whether the reply came to its own end: the library stops reading at `[DONE]` and does not say so. */
  readonly isRead: () => boolean
  /** To be told of each piece of text or reasoning. */
  readonly heard: () => void
  /** To be told that the model has said that it is done. */
  readonly expectEnd: () => void
  readonly isStopped: () => boolean
  readonly bounds: Bounds
  /** Whatever the library threw, as a failure. */
  readonly failureOf: (error: unknown) => Failure
  /** A failure by the words of an event, after a reply that began well. */
  readonly failureInEvent: (body: unknown) => Failure
  /** A failure with what a report needs of the reply that had begun. */
  readonly fail: (code: FailureCode, said?: string) => Failure
  readonly close: () => void
}

interface WireParts {
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  readonly timers: Timers
  readonly bounds: Bounds
  /** What was sent, so that no failure quotes it. */
  readonly prompts: readonly string[]
}

export function openWire(parts: WireParts): Wire {
  const { bounds, prompts, timers } = parts
  const own = new AbortController()
  const signal = AbortSignal.any([parts.signal, own.signal])
  let head: ReplyHead | null = null
  let isOver = false
  let isRead = false
  let isEnding = false
  let silence: NodeJS.Timeout | undefined
  let speechless: NodeJS.Timeout | undefined

  function endAfter(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => own.abort(new RunFailure({ code: 'stalled' })), milliseconds)
  }

  function listen(milliseconds: number): void {
    clearTimeout(silence)
    silence = endAfter(milliseconds)
  }

  function listenNoMore(): void {
    clearTimeout(silence)
    clearTimeout(speechless)
  }

  function expectEnd(): void {
    if (isEnding || isOver) return
    isEnding = true
    listenNoMore()
    silence = endAfter(timers.afterEndMs)
  }

  /** A reply that is no stream. Of a failed one the beginning is enough, also where the rest is missing. */
  async function readWhole(reply: Response, most: number, isFailed: boolean): Promise<string> {
    if (reply.body === null) return ''
    listen(timers.betweenLinesMs)
    const parted: Uint8Array[] = []
    let bytes = 0
    try {
      for await (const part of reply.body) {
        parted.push(part)
        bytes += part.length
        if (bytes > most && isFailed) break
        if (bytes > most) throw new RunFailure({ code: 'answer-too-large' })
      }
    } catch (error) {
      if (!isFailed || signal.aborted) throw error
    }
    return Buffer.concat(parted).subarray(0, most).toString('utf8')
  }

  async function get(expected: 'events' | 'json', ...[address, init]: Parameters<typeof fetch>): Promise<Response> {
    listen(timers.firstByteMs)
    head = null
    const reply = await parts.fetch(address, { ...init, signal })
    head = { status: reply.status, headers: reply.headers }
    const contentType = reply.headers.get('content-type') ?? ''
    const isExpected = expected === 'events' ? /^text\/event-stream/i.test(contentType) : /^application\/json/i.test(contentType)
    if (!reply.ok || !isExpected || reply.body === null) {
      throw new RunFailure(failureOfReply(head, await readWhole(reply, failureBodyBytes, true), prompts))
    }
    if (expected === 'events') return new Response(wholeEvents(reply.body), { status: reply.status, headers: reply.headers })
    const text = await readWhole(reply, completionBytes, false)
    listenNoMore()
    return new Response(text, { status: reply.status, headers: reply.headers })
  }

  /** The stream in pieces that end where a line ends, so that the library never has to join what was cut. */
  function wholeEvents(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader()
    const lines = createEventLines(bounds.eventBytes)
    let bytes = 0
    // A stream that does not end by itself when its request is aborted must not hold the run.
    signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true })
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (isOver) {
            isRead = true
            controller.close()
            return
          }
          for (;;) {
            const { done, value } = await reader.read()
            signal.throwIfAborted()
            if (done) {
              isOver = true
              listenNoMore()
              controller.enqueue(withoutEmptyErrors(lines.end()))
              return
            }
            if (bytes === 0) {
              listen(timers.betweenLinesMs)
              speechless = endAfter(timers.withoutTextMs)
            }
            bytes += value.length
            if (bytes > bounds.replyBytes) throw new TooLarge()
            const isBetween = lines.isBetween()
            const whole = lines.add(value)
            if (whole === null) continue
            if (!isEnding) silence?.refresh()
            // Signs of life hold no data. The library would look at every one of them, which takes it long.
            if (isBetween && !whole.includes('data')) continue
            controller.enqueue(withoutEmptyErrors(whole))
            return
          }
        },
      },
      // Nothing is read ahead: what the library has not asked for has not been read, which is what `isRead` rests on.
      { highWaterMark: 0 },
    )
  }

  function failureOf(error: unknown): Failure {
    const failure = failureBehind(error)
    return failure.detail === undefined ? fail(failure.code) : failure
  }

  function failureBehind(error: unknown): Failure {
    if (signal.aborted && signal.reason instanceof RunFailure) return signal.reason.failure
    if (error instanceof RunFailure) return error.failure
    if (error instanceof TooLarge) return { code: 'answer-too-large' }
    if (error instanceof Error && error.name === 'InputError') return { code: 'model-not-served' }
    if (error instanceof Error && error.name === 'ProviderOutputError') return { code: 'unexpected-reply' }
    // Half an event: at the end of the stream it was cut, before it the server wrote nonsense.
    if (error instanceof SyntaxError) return { code: isOver ? 'cut-off' : 'unexpected-reply' }
    const inEvent = bodyInLibraryError(error)
    if (inEvent !== undefined) return failureInEvent(inEvent)
    // The door's own words are about a reply that had not begun.
    if (error instanceof NetworkFailure) return error.failure
    const { code, detail } = networkFailureOf(error)
    return fail(head !== null && code !== 'internal' ? 'cut-off' : 'internal', code === 'internal' ? '' : detail)
  }

  function failureInEvent(body: unknown): Failure {
    return head === null ? { code: 'internal' } : failureOfEvent(head, body, prompts)
  }

  function fail(code: FailureCode, said = ''): Failure {
    if (head !== null) return { code, detail: detailOf(head, said) }
    return said === '' ? { code } : { code, detail: said }
  }

  return {
    fetchFor:
      (expected) =>
      (...asked) =>
        // Only the run itself is a POST; the library also looks up who serves a model.
        get(asked[1]?.method === 'POST' ? expected : 'json', ...asked),
    signal,
    provider: () => safeName(head?.headers.get('x-inference-provider') ?? null),
    isRead: () => isRead,
    heard: () => void speechless?.refresh(),
    expectEnd,
    isStopped: () => parts.signal.aborted,
    bounds,
    failureOf,
    failureInEvent,
    fail,
    close() {
      listenNoMore()
      own.abort()
    },
  }
}

/** The library throws what a server wrote as an `error` event inside an error that also holds the prompt: take just the first. */
function bodyInLibraryError(error: unknown): unknown {
  if (!(error instanceof Error) || !('httpResponse' in error)) return undefined
  const { httpResponse } = error
  return typeof httpResponse === 'object' && httpResponse !== null && 'body' in httpResponse ? httpResponse.body : undefined
}
