// A tiny real run, to see whether a key can run a model at all. Made only when the user asks for it. Hides which model, and how little
// is asked of it.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { defaultTask } from '../../shared/tasks.ts'
import type { StreamEnd, StreamChunk, StreamRequest } from '../../shared/types/streams.ts'
import type { KeyTrial } from '../../shared/types/keys.ts'
import type { Key } from './key.ts'

export interface KeyTrialParts {
  /** A cheap model that runs now; null when none is known. */
  readonly suggestModel: () => Promise<string | null>
  readonly stream: (
    request: StreamRequest,
    parts: { readonly fetch: typeof fetch; readonly signal: AbortSignal },
  ) => AsyncGenerator<StreamChunk, StreamEnd>
  /** The door to the network, which puts the key on the request. */
  readonly fetchWithKey: (key: Key) => typeof fetch
}

export type TryKey = (key: Key, billTo: string | null) => Promise<Reply<KeyTrial>>

const testPrompt = 'Say yes.'
const longestAnswer = 8
/** A cold model may take long; whoever waits for this looks at a button. Milliseconds. */
const timeoutMs = 60_000

/** Makes the trial. It fails with the failure of the run, or with `offline` when no model is known. */
export function createKeyTrial({ suggestModel, stream, fetchWithKey }: KeyTrialParts): TryKey {
  return async (key, billTo) => {
    const model = await suggestModel()
    if (model === null) return failed('offline', 'There is no list of models.')
    const startTime = performance.now()
    const signal = AbortSignal.timeout(timeoutMs)
    const messages = [{ role: 'user', content: testPrompt }] as const
    const chunks = stream(
      { model, task: defaultTask, provider: null, server: null, messages, billTo, settings: { longestAnswer } },
      { fetch: fetchWithKey(key), signal },
    )
    for (;;) {
      const { done, value } = await chunks.next()
      if (done !== true) continue
      if (value.kind === 'stopped') return failed('timed-out')
      // A model that thinks has spoken before it said anything: the key is what was tried.
      if (value.kind === 'failed' && value.failure.code !== 'answer-empty') return { ok: false, failure: value.failure }
      return succeeded({ model, provider: value.provider, totalMs: Math.round(performance.now() - startTime) })
    }
  }
}
