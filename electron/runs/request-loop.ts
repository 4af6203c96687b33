// A run's way to its end: its turn, the key, the request, and the request again while that is polite. Hides all of it behind one end.

import type { Reply } from '../../shared/failures.ts'
import type { RunKeyName, RunRoute } from '../../shared/types/run-records.ts'
import type { StreamEnd, StreamRequest } from '../../shared/types/streams.ts'
import type { Timing } from './timing.ts'
import type { RunParts } from './dependencies.ts'
import type { Progress } from './progress.ts'
import { getRetryDelay, type Countdown } from './retry.ts'
import { untilAborted } from './until-aborted.ts'
import { resolveRoute } from './resolve-route.ts'

export type StreamEndWithKey = StreamEnd & { readonly key: RunKeyName | null }

export interface RequestLoopOptions {
  readonly model: string
  readonly route: RunRoute
  /** Read when it is the run's turn. */
  readonly read: () => Reply<Pick<StreamRequest, 'messages' | 'settings'>>
  readonly slot: Promise<void>
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly countdown: Countdown
  readonly timing: Timing
  readonly onText: (kind: 'text' | 'reasoning', chunk: string) => void
}

/** Rejects for what nobody foresaw only. */
export async function runRequestLoop(options: RequestLoopOptions, parts: RunParts): Promise<StreamEndWithKey> {
  const { model, route, signal, progress, countdown, timing } = options
  const { task, provider, target } = route
  const noResult = { usage: null, provider, key: null }
  if ((await untilAborted(options.slot, signal)) === 'aborted') return { kind: 'stopped', ...noResult }

  progress.setPhase({ kind: 'key', since: parts.now() })
  const resolved = await untilAborted(resolveRoute(target, parts), signal)
  if (resolved === 'aborted') return { kind: 'stopped', ...noResult }
  if (!resolved.ok) return { kind: 'failed', failure: resolved.failure, ...noResult }

  const { fetch, key, billTo } = resolved.value
  const modelTarget = target.kind === 'server' ? { model: target.name, server: target.server } : { model, server: null }
  const read = options.read()
  if (!read.ok) return { kind: 'failed', failure: read.failure, ...noResult }
  const request = { ...modelTarget, ...read.value, task, provider, billTo }
  for (let attempt = 1; ; attempt += 1) {
    progress.setPhase({ kind: 'requesting', since: parts.now(), attempt })
    const { end, hasBegun } = await sendOnce(request, fetch, options, parts)
    progress.setProvider(end.provider)
    const wait = end.kind !== 'failed' || hasBegun ? null : getRetryDelay(attempt + 1, end.failure, timing)
    if (end.kind !== 'failed' || wait === null) return { ...end, key }
    progress.setPhase({ kind: 'retrying', until: parts.now() + wait, attempt: attempt + 1, failure: end.failure })
    if ((await countdown.wait(wait, signal)) === 'aborted') return { kind: 'stopped', usage: null, provider: end.provider, key }
  }
}

/** `hasBegun`: some of the answer has come, so that asking again would pay for it twice and say it twice. */
async function sendOnce(
  request: StreamRequest,
  fetch: typeof globalThis.fetch,
  { signal, progress, onText }: RequestLoopOptions,
  parts: RunParts,
): Promise<{ readonly end: StreamEnd; readonly hasBegun: boolean }> {
  const chunks = parts.stream(request, { fetch, signal })
  let hasBegun = false
  for (;;) {
    const { done, value } = await chunks.next()
    if (done === true) return { end: value, hasBegun }
    if (value.kind === 'provider') progress.setProvider(value.provider)
    else {
      hasBegun = true
      progress.onText()
      onText(value.kind, value.text)
    }
  }
}
