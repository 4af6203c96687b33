// The life of a run: save the prompt, wait for its turn, ask for the key, stream, tell the window, save while it streams, save the
// end. Hides what may run at the same time and every way in which a run stops before its end.

import { getAttachedTexts } from '../../shared/attachments.ts'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { findSecrets } from '../../shared/secrets.ts'
import type { LiveRun } from '../../shared/types/run-records.ts'
import { defaultStyle } from '../../shared/style.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { defaultTiming } from './timing.ts'
import type { RunParts } from './dependencies.ts'
import { createQueue } from './queue.ts'
import { startRun, type Run, type RunRequestWithSetup } from './run.ts'

export interface Runs {
  /**
   * Starts a run. When it returns with success the prompt is saved; everything after that is told by `run.progress`, `run.text` and
   * `run.ended`. Fails with what the history says, with `secret-in-prompt` for a new prompt or instructions that hold one and do not say
   * that they may, and with `bad-input` for an id that has been used or while another run of the conversation goes on: only those of a
   * comparison go on beside each other, each with a model of its own. What failed was neither saved nor sent.
   */
  readonly start: (request: RunRequest) => Reply<void>
  /** Stops a run in whatever phase it is, and one that has not arrived yet as soon as it does. What it said so far is kept. */
  readonly stop: (runId: string) => Reply<void>
  /** Stops every run of a conversation, as when it is deleted, or those that are meant. */
  readonly stopInConversation: (conversationId: string, matches?: (runId: string) => boolean) => void
  /** Stops every run, those that wait for their turn too. */
  readonly stopAll: () => Reply<void>
  /** Sends a run that waits to be sent again at once; any other is left as it is. */
  readonly tryNow: (runId: string) => Reply<void>
  /** What a run has said so far and how far it is; null when it is not running. */
  readonly live: (runId: string) => LiveRun | null
  /** Ends all runs as interrupted and starts no new ones. Resolves when the last is saved: the history may be closed then. */
  readonly drain: () => Promise<void>
}

/** How many ids are remembered: of runs that ended, and of stops that came before their start. */
const maxRememberedIds = 1_000

/** At Hugging Face, and at each server: what a person can read at once, and providers take from one account. */
const maxConcurrent = 4

export function createRuns(parts: RunParts, timing = defaultTiming): Runs {
  const running = new Map<string, Run>()
  const usedIds = new Set<string>()
  const stoppedBeforeStart = new Set<string>()
  const context = { queue: createQueue(maxConcurrent), timing }
  let isClosing = false

  const listRunsIn = (id: string) => [...running.values()].filter(({ conversationId }) => conversationId === id)

  return {
    start(runRequest) {
      const { runId, conversationId } = runRequest
      if (isClosing) return failed('internal', 'Parley is closing')
      if (usedIds.has(runId)) return failed('bad-input', 'this run has been started before')
      if (listRunsIn(conversationId).some((run) => blocks(run, runRequest)))
        return failed('bad-input', 'another run of the conversation goes on')
      const savedSetup = parts.history.getSetup(conversationId)
      if (!savedSetup.ok) return savedSetup
      const request = { ...runRequest, setup: runRequest.setup ?? savedSetup.value ?? { style: defaultStyle, instructions: '' } }
      // SECURITY: here and not in the window alone, so that nothing that asks for a run can leave the question out.
      if (promptHasSecret(request.prompt) || instructionsHaveSecret(request)) return failed('secret-in-prompt')
      const started = startRun(request, parts, context)
      if (!started.ok) return started
      remember(usedIds, runId)
      const run = started.value
      running.set(runId, run)
      void run.ended.then(() => running.delete(runId))
      if (stoppedBeforeStart.delete(runId)) run.stop('stopped')
      return succeeded(undefined)
    },
    stop(runId) {
      const run = running.get(runId)
      if (run !== undefined) run.stop('stopped')
      else if (!usedIds.has(runId)) remember(stoppedBeforeStart, runId)
      return succeeded(undefined)
    },
    stopInConversation(conversationId, matches = () => true) {
      for (const run of listRunsIn(conversationId)) if (matches(run.runId)) run.stop('stopped')
    },
    stopAll() {
      for (const run of running.values()) run.stop('stopped')
      return succeeded(undefined)
    },
    tryNow(runId) {
      running.get(runId)?.tryNow()
      return succeeded(undefined)
    },
    live: (runId) => running.get(runId)?.live() ?? null,
    async drain() {
      isClosing = true
      for (const run of running.values()) run.stop('interrupted')
      await Promise.all([...running.values()].map((run) => run.ended))
    },
  }
}

/**
 * Whether a run keeps another one of its conversation from starting. What is written alone is the end of what is shown. A comparison's
 * answers stand beside each other, and go on beside what is said next when one of them was chosen before the others had ended.
 */
function blocks(run: Run, runRequest: RunRequest): boolean {
  if (run.comparisonId === null) return true
  return run.comparisonId === runRequest.comparisonId && run.model === runRequest.model
}

/** Whether a new prompt holds what looks like a secret, unless it is sent all the same. What is asked again was let through before. */
function promptHasSecret(prompt: RunRequest['prompt']): boolean {
  if (prompt.kind !== 'new' || prompt.allowSecrets) return false
  return [prompt.text, ...getAttachedTexts(prompt.attachments)].some((text) => findSecrets(text).length > 0)
}

/** Whether the instructions hold one, for whatever they are sent: they may have been changed since the prompt was let through. */
function instructionsHaveSecret({ setup, allowSecretInstructions }: RunRequestWithSetup): boolean {
  return !allowSecretInstructions && findSecrets(setup.instructions).length > 0
}

/** Adds to a set that forgets its oldest: a window could send ids for ever. */
function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  const [oldest] = ids
  if (ids.size > maxRememberedIds && oldest !== undefined) ids.delete(oldest)
}
