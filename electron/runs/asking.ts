// A run's way to its end: its turn, the key, the request, and the request again while that is polite. Hides all of it behind one end.

import type { Reply } from '../../shared/errors.ts'
import type { RunKeyName, RunRoute, StreamEnd, StreamRequest } from '../../shared/run-parts.ts'
import type { Pace } from './pace.ts'
import type { RunParts } from './parts.ts'
import type { Progress } from './progress.ts'
import { waitBefore, type Countdown } from './retrying.ts'
import { unlessAborted } from './unless-aborted.ts'
import { wayTo } from './way.ts'

export type KeyedEnd = StreamEnd & { readonly key: RunKeyName | null }

export interface Asking {
  readonly model: string
  readonly route: RunRoute
  /** Read when it is the run's turn. */
  readonly read: () => Reply<Pick<StreamRequest, 'messages' | 'settings'>>
  readonly turn: Promise<void>
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly countdown: Countdown
  readonly pace: Pace
  readonly hear: (kind: 'text' | 'reasoning', words: string) => void
}

/** Rejects for what nobody foresaw only. */
export async function askToEnd(asking: Asking, parts: RunParts): Promise<KeyedEnd> {
  const { model, route, signal, progress, countdown, pace } = asking
  const { task, provider, place } = route
  const nothing = { usage: null, provider, key: null }
  if ((await unlessAborted(asking.turn, signal)) === 'aborted') return { kind: 'stopped', ...nothing }

  progress.reach({ kind: 'key', since: parts.now() })
  const way = await unlessAborted(wayTo(place, parts), signal)
  if (way === 'aborted') return { kind: 'stopped', ...nothing }
  if (!way.ok) return { kind: 'failed', failure: way.failure, ...nothing }

  const { fetch, key, billTo } = way.value
  const called = place.kind === 'server' ? { model: place.name, server: place.server } : { model, server: null }
  const read = asking.read()
  if (!read.ok) return { kind: 'failed', failure: read.failure, ...nothing }
  const request = { ...called, ...read.value, task, provider, billTo }
  for (let attempt = 1; ; attempt += 1) {
    progress.reach({ kind: 'asking', since: parts.now(), attempt })
    const { end, hasBegun } = await askOnce(request, fetch, asking, parts)
    progress.servedBy(end.provider)
    const wait = end.kind !== 'failed' || hasBegun ? null : waitBefore(attempt + 1, end.failure, pace)
    if (end.kind !== 'failed' || wait === null) return { ...end, key }
    progress.reach({ kind: 'retrying', until: parts.now() + wait, attempt: attempt + 1, failure: end.failure })
    if ((await countdown.wait(wait, signal)) === 'aborted') return { kind: 'stopped', usage: null, provider: end.provider, key }
  }
}

/** `hasBegun`: some of the answer has come, so that asking again would pay for it twice and say it twice. */
async function askOnce(
  request: StreamRequest,
  fetch: typeof globalThis.fetch,
  { signal, progress, hear }: Asking,
  parts: RunParts,
): Promise<{ readonly end: StreamEnd; readonly hasBegun: boolean }> {
  const pieces = parts.stream(request, { fetch, signal })
  let hasBegun = false
  for (;;) {
    const { done, value } = await pieces.next()
    if (done === true) return { end: value, hasBegun }
    if (value.kind === 'provider') progress.servedBy(value.provider)
    else {
      hasBegun = true
      progress.hear()
      hear(value.kind, value.text)
    }
  }
}
