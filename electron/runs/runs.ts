// The life of a run: save the prompt, ask for the key, stream, tell the window, save while it streams, save the end. Hides what
// may run at the same time and every way in which a run stops before its end.

import { failed, succeeded, type Reply } from '../shared/errors.ts'
import { findSecrets } from '../shared/secrets.ts'
import type { RunRequest, RunText } from '../shared/types.ts'
import type { RunParts } from './parts.ts'
import { beginRun, type Run } from './run.ts'

export interface Runs {
  /**
   * Starts a run. When it returns with success the prompt is saved; everything after that is told by `run.text` and `run.ended`.
   * Fails with what the history says, with `secret-in-prompt` for a new prompt that holds one and does not say that it may, and with
   * `bad-input` for an id that has been used. What failed was neither saved nor sent.
   */
  readonly start: (request: RunRequest) => Reply<void>
  /** Stops a run in whatever phase it is, and one that has not arrived yet as soon as it does. What it said so far is kept. */
  readonly stop: (runId: string) => Reply<void>
  /** Stops every run of a conversation, as when it is deleted. */
  readonly stopIn: (conversationId: string) => void
  /** What a run has said so far; null when it is not running. */
  readonly live: (runId: string) => RunText | null
  /** Ends all runs as interrupted and starts no new ones. Resolves when the last is saved: the history may be closed then. */
  readonly drain: () => Promise<void>
}

/** How many ids are remembered: of runs that ended, and of stops that came before their start. */
const remembered = 1_000

export function createRuns(parts: RunParts): Runs {
  const running = new Map<string, Run>()
  const used = new Set<string>()
  const stoppedEarly = new Set<string>()
  let isClosing = false

  return {
    start(request) {
      const { runId } = request
      if (isClosing) return failed('internal', 'Parley is closing')
      if (used.has(runId)) return failed('bad-input', 'this run has been started before')
      // SECURITY: here and not in the window alone, so that nothing that asks for a run can leave the question out.
      if (holdsSecret(request.prompt)) return failed('secret-in-prompt')
      const begun = beginRun(request, parts)
      if (!begun.ok) return begun
      remember(used, runId)
      const run = begun.value
      running.set(runId, run)
      void run.ended.then(() => running.delete(runId))
      if (stoppedEarly.delete(runId)) run.stop('stopped')
      return succeeded(undefined)
    },
    stop(runId) {
      const run = running.get(runId)
      if (run !== undefined) run.stop('stopped')
      else if (!used.has(runId)) remember(stoppedEarly, runId)
      return succeeded(undefined)
    },
    stopIn(conversationId) {
      for (const run of running.values()) if (run.whole().conversationId === conversationId) run.stop('stopped')
    },
    live: (runId) => running.get(runId)?.whole() ?? null,
    async drain() {
      isClosing = true
      for (const run of running.values()) run.stop('interrupted')
      await Promise.all([...running.values()].map((run) => run.ended))
    },
  }
}

/** Whether a new prompt holds what looks like a secret, unless it is sent all the same. One that is asked again was let through before. */
function holdsSecret(prompt: RunRequest['prompt']): boolean {
  if (prompt.kind === 'again' || prompt.sendsSecrets) return false
  return [prompt, ...prompt.attachments].some(({ text }) => findSecrets(text).length > 0)
}

/** Adds to a set that forgets its oldest: a window could send ids for ever. */
function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  const [oldest] = ids
  if (ids.size > remembered && oldest !== undefined) ids.delete(oldest)
}
