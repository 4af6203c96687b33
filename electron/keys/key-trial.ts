// A tiny real run that shows whether a key can run a model. Made only when the user asks for it. Hides which model is used.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { defaultTask } from '../../shared/tasks.ts'
import type { StreamEnd, StreamChunk, StreamRequest } from '../../shared/types/streams.ts'
import type { KeyTrial } from '../../shared/types/keys.ts'
import type { Key } from './key.ts'

export interface KeyTrialParts {
  /** A cheap model that is available now; null when none is known. */
  readonly suggestModel: () => Promise<string | null>
  readonly stream: (
    request: StreamRequest,
    parts: { readonly fetch: typeof fetch; readonly signal: AbortSignal },
  ) => AsyncGenerator<StreamChunk, StreamEnd>
  /** The network gateway's, which adds the key to the request. */
  readonly fetchWithKey: (key: Key) => typeof fetch
}

export type TryKey = (key: Key, billTo: string | null) => Promise<Reply<KeyTrial>>

const testPrompt = 'Say yes.'
const longestAnswer = 8
/** A model that loads first may take long, but somebody is waiting at a button. */
const timeoutMs = 60_000

/** The trial fails with the failure of the run, or with `offline` when no model is known. */
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
      // A model that only sent reasoning has shown that the key works.
      if (value.kind === 'failed' && value.failure.code !== 'answer-empty') return { ok: false, failure: value.failure }
      return succeeded({ model, provider: value.provider, totalMs: Math.round(performance.now() - startTime) })
    }
  }
}
