// From the queue to the end of the answer: waits for the run's slot, gets the key, sends the request, and retries it a few times. Hides all of
// that behind one result.

import { assertNever, failed, succeeded, type Reply } from '../../shared/failures.ts'
import type { RunKeyName, RunRoute, RunTarget } from '../../shared/types/run-records.ts'
import type { StreamEnd, StreamRequest } from '../../shared/types/streams.ts'
import type { Timing } from './timing.ts'
import type { RunParts } from './dependencies.ts'
import type { Progress } from './progress.ts'
import { getRetryDelay, type Countdown } from './retry.ts'
import { untilAborted } from './until-aborted.ts'

export type StreamEndWithKey = StreamEnd & { readonly key: RunKeyName | null }

export interface RequestLoopOptions {
  readonly model: string
  readonly route: RunRoute
  /** Called when the run has its slot. */
  readonly buildRequest: () => Reply<Pick<StreamRequest, 'messages' | 'settings'>>
  readonly slot: Promise<void>
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly countdown: Countdown
  readonly timing: Timing
  readonly onText: (kind: 'text' | 'reasoning', chunk: string) => void
}

/** Rejects for unexpected errors only. */
export async function runRequestLoop(options: RequestLoopOptions, parts: RunParts): Promise<StreamEndWithKey> {
  const { model, route, signal, progress, countdown, timing } = options
  const { task, provider, target } = route
  const noResult = { usage: null, provider, key: null }
  if ((await untilAborted(options.slot, signal)) === 'aborted') return { kind: 'stopped', ...noResult }

  progress.setPhase({ kind: 'key', since: parts.now() })
  const resolved = await untilAborted(resolveTarget(target, parts), signal)
  if (resolved === 'aborted') return { kind: 'stopped', ...noResult }
  if (!resolved.ok) return { kind: 'failed', failure: resolved.failure, ...noResult }

  const { fetch, key, billTo } = resolved.value
  const modelTarget = target.kind === 'server' ? { model: target.name, server: target.server } : { model, server: null }
  const built = options.buildRequest()
  if (!built.ok) return { kind: 'failed', failure: built.failure, ...noResult }
  const request = { ...modelTarget, ...built.value, task, provider, billTo }
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

/** `hasBegun`: some of the answer has arrived, so a retry would be paid for twice and repeat it. */
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

interface ResolvedTarget {
  readonly fetch: typeof fetch
  readonly key: RunKeyName | null
  readonly billTo: string | null
}

/**
 * The fetch for a target, with the key for it; a server's run needs no Hugging Face key. A keychain that waits for its user may take long, or
 * never answer.
 */
async function resolveTarget(target: RunTarget, { keys, serverKeys, network }: RunParts): Promise<Reply<ResolvedTarget>> {
  switch (target.kind) {
    case 'hugging-face': {
      const keyForRun = await keys.getKeyForRun()
      if (!keyForRun.ok) return keyForRun
      const { key, id, name, billTo } = keyForRun.value
      return succeeded({ fetch: network.fetchWithKey(key), key: { id, name }, billTo })
    }
    case 'server': {
      const keyForRun = await serverKeys.getKeyForRun(target.server)
      if (!keyForRun.ok) return keyForRun
      return succeeded({ fetch: network.fetchFromServer(target.server, keyForRun.value.key), key: keyForRun.value.name, billTo: null })
    }
    case 'removed':
      return failed('server-removed')
    default:
      return assertNever(target)
  }
}
