// Starts and stops runs. A run saves its prompt, waits for its slot, gets the key, streams to the window, saves while it streams, and saves its
// end. Hides which runs may go on at the same time and every way to stop one.

import { getAttachedTexts } from '../../shared/attachments.ts'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { findSecrets } from '../../shared/secrets.ts'
import type { LiveRun } from '../../shared/types/run-records.ts'
import { setupField } from '../../shared/types/style.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { defaultTiming } from './timing.ts'
import type { RunParts } from './dependencies.ts'
import { createQueue } from './queue.ts'
import { startRun, type Run, type RunRequestWithSetup } from './run.ts'

export interface Runs {
  /**
   * Starts a run. After success the prompt is saved, and `run.progress`, `run.text` and `run.ended` report the rest. Fails with the history's
   * failure; with `secret-in-prompt` when a new prompt or the instructions contain a secret that is not allowed; and with `bad-input` for an
   * id that was used before, or while another run of the conversation goes on. Only the runs of a comparison may go on together, each with a
   * model of its own. After a failure nothing was saved or sent.
   */
  readonly start: (request: RunRequest) => Reply<void>
  /** Stops a run in any phase, also one whose start has not arrived yet. Its text so far is kept. */
  readonly stop: (runId: string) => Reply<void>
  /** Stops the runs of a conversation, for example when it is deleted; with `matches`, some of them. */
  readonly stopInConversation: (conversationId: string, matches?: (runId: string) => boolean) => void
  /** Stops every run, also queued ones. */
  readonly stopAll: () => Reply<void>
  /** Sends a run that waits for its retry at once; does nothing for any other. */
  readonly retryNow: (runId: string) => Reply<void>
  /** The text and progress of a run; null when it is not running. */
  readonly live: (runId: string) => LiveRun | null
  /** Ends all runs as interrupted and starts no new ones. Resolves when the last one is saved, so that the history can be closed. */
  readonly drain: () => Promise<void>
}

/** How many ids are remembered, of ended runs and of stops that arrived before their start. */
const maxRememberedIds = 1_000

/** At Hugging Face, and at each server: as much as a person can read and as providers accept from one account. */
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
      const request = { ...runRequest, setup: runRequest.setup ?? savedSetup.value ?? setupField.default }
      // SECURITY: checked here and not only in the window, so that no caller can skip the question.
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
    retryNow(runId) {
      running.get(runId)?.retryNow()
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
 * Whether a run keeps another one of its conversation from starting. A single answer is the end of the branch, so nothing can follow it yet.
 * The answers of a comparison run together, and continue next to a new run when one of them was picked before the others had ended.
 */
function blocks(run: Run, runRequest: RunRequest): boolean {
  if (run.comparisonId === null) return true
  return run.comparisonId === runRequest.comparisonId && run.model === runRequest.model
}

/** Whether a new prompt contains a secret that the person did not allow. A saved prompt was allowed before. */
function promptHasSecret(prompt: RunRequest['prompt']): boolean {
  if (prompt.kind !== 'new' || prompt.allowSecrets) return false
  return [prompt.text, ...getAttachedTexts(prompt.attachments)].some((text) => findSecrets(text).length > 0)
}

/** The same for the instructions, for every kind of prompt: they may have changed since the prompt was sent. */
function instructionsHaveSecret({ setup, allowSecretInstructions }: RunRequestWithSetup): boolean {
  return !allowSecretInstructions && findSecrets(setup.instructions).length > 0
}

/** Adds to a set of limited size: a window could send ids forever. */
function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  const [oldest] = ids
  if (ids.size > maxRememberedIds && oldest !== undefined) ids.delete(oldest)
}
