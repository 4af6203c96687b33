// One run, from its saved prompt to its saved answer. Hides its phases and that saving may fail.

import { randomUUID } from 'node:crypto'
import { getMessageImages } from '../../shared/attachments.ts'
import { assertNever, failed, succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import type { LiveRun, RunTarget, RunResult, RunRoute } from '../../shared/types/run-records.ts'
import type { StreamRequest } from '../../shared/types/streams.ts'
import { acceptsInstructions, defaultTask, tasks } from '../../shared/tasks.ts'
import { toSentSettings, omitDefaultStyle, buildSystemPrompt } from '../../shared/style.ts'
import type { Outcome } from '../../shared/types/messages.ts'
import type { RunEnded, RunRequest } from '../../shared/types/runs.ts'
import type { Setup } from '../../shared/types/style.ts'
import { runRequestLoop, type StreamEndWithKey } from './request-loop.ts'
import { createTranscript } from './transcript.ts'
import { createContinuation, withContinuePrompt } from './continuation.ts'
import { silentAfterSeconds, type Timing } from './timing.ts'
import type { RunParts } from './dependencies.ts'
import { createProgress } from './progress.ts'
import type { Queue } from './queue.ts'
import { createCountdown } from './retry.ts'
import { noImages, readImages, toChatMessages } from './chat-messages.ts'

export interface Run {
  readonly conversationId: string
  readonly runId: string
  readonly model: string
  /** Null outside a comparison. */
  readonly comparisonId: string | null
  readonly stop: (reason: 'stopped' | 'interrupted') => void
  /** Ends the wait before a retry. */
  readonly retryNow: () => void
  readonly live: () => LiveRun
  /** Resolves when the end is saved and reported; never rejects. */
  readonly ended: Promise<void>
}

/** Shared by all runs. */
interface RunContext {
  readonly queue: Queue
  readonly timing: Timing
}

/** A crash may cost half a second of an answer; this leaves the other half for writing and for a busy computer. */
const saveIntervalMs = 250

export type RunRequestWithSetup = RunRequest & { readonly setup: Setup }

/** Saves the prompt and continues in the background. Fails without any effect when the prompt cannot be saved. */
export function startRun(request: RunRequestWithSetup, parts: RunParts, { queue, timing }: RunContext): Reply<Run> {
  const { runId, conversationId, model, prompt, setup, comparisonId } = request
  const route: RunRoute = parts.models.findRoute(model) ?? { task: defaultTask, provider: null, target: { kind: 'hugging-face' } }
  const { task, provider } = route
  const startedAt = parts.now()
  const savedPrompt = parts.history.beginRun({ runId, conversationId, model, task, prompt, setup, comparisonId, startedAt })
  if (!savedPrompt.ok) return savedPrompt

  const { promptId, ...existing } = savedPrompt.value
  const startedRun: StartedRun = { request, promptId, route, startedAt }
  const abortController = new AbortController()
  let stopReason: 'stopped' | 'interrupted' = 'stopped'
  const transcript = createTranscript({ runId, conversationId }, existing, (chunk) => parts.publish('run.text', chunk))
  const continuation = createContinuation(existing)
  const silentAfterMs = silentAfterSeconds * timing.secondMs
  const notify = parts.publish.bind(null, 'run.progress')
  const progress = createProgress({ runId, conversationId, provider }, { silentAfterMs, now: parts.now, notify })
  const countdown = createCountdown()
  const slot = queue.enter(getQueueName(route.target), (queuePosition) => progress.setPhase({ kind: 'queued', queuePosition }))
  const startTime = performance.now()
  let firstTextMs: number | null = null
  let saveTimer: NodeJS.Timeout | undefined

  function onText(kind: 'text' | 'reasoning', chunk: string): void {
    firstTextMs ??= elapsedMs(startTime)
    transcript.add(kind, continuation.add(kind, chunk))
    saveTimer ??= setTimeout(savePartial, saveIntervalMs)
  }

  function savePartial(): void {
    saveTimer = undefined
    const { text, reasoning } = transcript.getWhole()
    const saved = trySaving(() => parts.history.savePartial(runId, text, reasoning, firstTextMs), parts)
    // Reported at the end, if that cannot be saved either: the disk may have room again by then.
    if (!saved.ok) parts.log.error('A part of an answer could not be saved', { code: saved.failure.code })
  }

  const systemPrompt = acceptsInstructions(task) ? buildSystemPrompt(setup.instructions, setup.style) : ''

  function buildRequest(): Reply<Pick<StreamRequest, 'messages' | 'settings'>> {
    const branch = parts.history.readBranch(promptId)
    if (!branch.ok) return branch
    const thinkingModels = parts.history.listThinkingModels()
    if (!thinkingModels.ok) return thinkingModels
    // Without vision, the text of earlier prompts is still useful, but the last prompt cannot be answered without its images.
    const lacksVision = route.supportsVision === false || !tasks[task].acceptsImages
    if (lacksVision && branch.value.slice(-1).flatMap(getMessageImages).length > 0) return failed('model-cannot-do-this')
    const images = lacksVision ? succeeded(noImages) : readImages(branch.value, parts.history)
    if (!images.ok) return images
    return succeeded({
      messages: withContinuePrompt(toChatMessages(branch.value, systemPrompt, images.value), existing.text, task),
      settings: toSentSettings(setup.style, { task, thinks: thinkingModels.value.includes(model) }),
    })
  }

  async function requestAnswer(): Promise<StreamEndWithKey> {
    const { signal } = abortController
    try {
      return await runRequestLoop({ model, route, buildRequest, slot: slot.ready, signal, progress, countdown, timing, onText }, parts)
    } catch (error) {
      return { kind: 'failed', failure: logUnexpected(error, parts), usage: null, provider, key: null }
    }
  }

  async function runToEnd(): Promise<void> {
    const end = await requestAnswer()
    // First, so that nothing below can delay the next run in the queue.
    slot.release()
    clearTimeout(saveTimer)
    progress.close()
    transcript.add('text', continuation.end())
    transcript.close()
    const { text, reasoning } = transcript.getWhole()
    const { provider: servedBy, usage, key } = end
    if (end.kind === 'failed') {
      // SECURITY: the provider of a server is the name that the person gave it, which must not be logged.
      const loggedProvider = route.target.kind === 'hugging-face' ? servedBy : null
      parts.log.warn('A run failed', { code: end.failure.code, run: runId, provider: loggedProvider })
    }
    const totalMs = elapsedMs(startTime)
    const result = { text, reasoning, provider: servedBy, outcome: toOutcome(end, stopReason), usage, firstTextMs, totalMs, key }
    parts.publish('run.ended', saveEnd(startedRun, result, parts))
  }

  return succeeded({
    conversationId,
    runId,
    model,
    comparisonId,
    stop(reason) {
      if (abortController.signal.aborted) return
      stopReason = reason
      abortController.abort()
    },
    retryNow: countdown.end,
    live: () => ({ output: transcript.getWhole(), progress: progress.now() }),
    // In a later tick, so that a stop that arrived before the start takes effect first.
    ended: Promise.resolve().then(runToEnd),
  })
}

/** Hugging Face and each server have a queue of their own. */
function getQueueName(target: RunTarget): string {
  return target.kind === 'server' ? `server ${target.server.id}` : target.kind
}

interface StartedRun {
  readonly request: RunRequestWithSetup
  readonly promptId: string
  readonly route: RunRoute
  readonly startedAt: number
}

/** An error while saving must end neither the run nor the program. */
function trySaving<Value>(write: () => Reply<Value>, parts: RunParts): Reply<Value> {
  try {
    return write()
  } catch (error) {
    return { ok: false, failure: logUnexpected(error, parts) }
  }
}

function logUnexpected(error: unknown, { log }: RunParts): Failure {
  const id = randomUUID().slice(0, 8)
  log.error(`A run failed unexpectedly (${id})`, error)
  return { code: 'internal', detail: id }
}

function toOutcome(end: StreamEndWithKey, stopReason: 'stopped' | 'interrupted'): Outcome {
  switch (end.kind) {
    case 'ended':
      return { kind: end.outcome }
    case 'stopped':
      return { kind: stopReason }
    case 'failed':
      return { kind: 'failed', failure: end.failure }
    default:
      return assertNever(end)
  }
}

/** Saves the end. When that fails, returns the answer from memory, with the history's failure as its outcome. */
function saveEnd({ request, promptId, route, startedAt }: StartedRun, result: RunResult, parts: RunParts): RunEnded {
  const { runId, conversationId, model } = request
  const { key, ...answerFields } = result
  const saved = trySaving(() => parts.history.endRun(runId, result), parts)
  if (saved.ok) return saved.value
  parts.log.error('The end of a run could not be saved', { code: saved.failure.code })
  const summary = trySaving(() => succeeded(parts.history.getSummary(conversationId)), parts)
  return {
    conversation: (summary.ok ? summary.value : null) ?? {
      id: conversationId,
      title: '',
      isPinned: false,
      model,
      updatedAt: startedAt,
      excerpt: '',
    },
    answer: {
      kind: 'answer',
      id: runId,
      parentId: promptId,
      model,
      task: route.task,
      startedAt,
      ...answerFields,
      keyName: key?.name ?? null,
      style: omitDefaultStyle(request.setup.style),
      comparisonId: request.comparisonId,
      outcome: { kind: 'failed', failure: saved.failure },
    },
  }
}

function elapsedMs(startTime: number): number {
  return Math.round(performance.now() - startTime)
}
