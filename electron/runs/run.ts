// One run, from its saved prompt to its saved answer. Hides its phases and that saving may fail.

import { randomUUID } from 'node:crypto'
import { imagesOf } from '../../shared/attachments.ts'
import { assertNever, failed, succeeded, type Failure, type Reply } from '../../shared/errors.ts'
import type { LiveRun, RunPlace, RunResult, RunRoute, StreamRequest } from '../../shared/run-parts.ts'
import { settingsOf, unlessUsual, toldFirst } from '../../shared/style.ts'
import type { Outcome } from '../../shared/types/conversations.ts'
import type { RunEnded, RunRequest } from '../../shared/types/runs.ts'
import type { Setup } from '../../shared/types/style.ts'
import { askToEnd, type KeyedEnd } from './asking.ts'
import { createTranscript } from './batching.ts'
import { createContinuation, turnsToGoOn } from './continuing.ts'
import { silentAfterSeconds, type Pace } from './pace.ts'
import type { RunParts } from './parts.ts'
import { noPictures, picturesOf } from './pictures.ts'
import { createProgress } from './progress.ts'
import type { Queue } from './queue.ts'
import { createCountdown } from './retrying.ts'
import { turnsOf } from './turns.ts'

export interface Run {
  readonly conversationId: string
  readonly runId: string
  readonly model: string
  /** Null for a run alone. */
  readonly comparison: string | null
  readonly stop: (as: 'stopped' | 'interrupted') => void
  /** Ends the wait before it is sent again. */
  readonly tryNow: () => void
  readonly live: () => LiveRun
  /** Resolves when the end is saved and told; never rejects. */
  readonly ended: Promise<void>
}

/** What the runs share. */
interface Shared {
  readonly queue: Queue
  readonly pace: Pace
}

/** A crash may cost half a second of an answer; this leaves the rest for the writing itself, and for a computer that is busy. */
const saveEveryMs = 250

/** A request whose style and instructions are known. */
export type SetUpRequest = RunRequest & { readonly setup: Setup }

/** Saves the prompt, then goes on by itself. Fails, having done nothing, when the prompt cannot be saved. */
export function beginRun(request: SetUpRequest, parts: RunParts, { queue, pace }: Shared): Reply<Run> {
  const { runId, conversationId, model, prompt, setup, comparison } = request
  const route: RunRoute = parts.models.find(model) ?? { task: 'chat', provider: null, place: { kind: 'hugging-face' } }
  const { task, provider } = route
  const startedAt = parts.now()
  const begun = parts.history.beginRun({ runId, conversationId, model, task, prompt, setup, comparison, startedAt })
  if (!begun.ok) return begun

  const { promptId, ...before } = begun.value
  const started: Started = { request, promptId, route, startedAt }
  const stopping = new AbortController()
  let stoppedAs: 'stopped' | 'interrupted' = 'stopped'
  const transcript = createTranscript({ runId, conversationId }, before, (words) => parts.publish('run.text', words))
  const continuation = createContinuation(before)
  const silentAfterMs = silentAfterSeconds * pace.secondMs
  const tell = parts.publish.bind(null, 'run.phase')
  const progress = createProgress({ runId, conversationId, provider }, { silentAfterMs, now: parts.now, tell })
  const countdown = createCountdown()
  const turn = queue.enter(nameOf(route.place), (place) => progress.reach({ kind: 'queued', place }))
  const begin = performance.now()
  let firstTextMs: number | null = null
  let saving: NodeJS.Timeout | undefined

  function hear(kind: 'text' | 'reasoning', words: string): void {
    firstTextMs ??= sinceMs(begin)
    transcript.add(kind, continuation.add(kind, words))
    saving ??= setTimeout(savePartial, saveEveryMs)
  }

  function savePartial(): void {
    saving = undefined
    const { text, reasoning } = transcript.whole()
    const saved = attempt(() => parts.history.savePartial(runId, text, reasoning, firstTextMs), parts)
    // The window is told at the end, if the end cannot be saved either: a disk may have room again by then.
    if (!saved.ok) parts.log.error('A part of an answer could not be saved', { code: saved.failure.code })
  }

  // A model that only continues text would continue the instructions.
  const first = task === 'chat' ? toldFirst(setup.instructions, setup.style) : ''

  function read(): Reply<Pick<StreamRequest, 'messages' | 'settings'>> {
    const branch = parts.history.branch(promptId)
    if (!branch.ok) return branch
    const thinking = parts.history.thinkingModels()
    if (!thinking.ok) return thinking
    // A model that does not see still reads the words of earlier prompts; the one it is to answer it cannot do without their pictures.
    const isBlind = route.sees === false || task === 'continue'
    if (isBlind && branch.value.slice(-1).flatMap(imagesOf).length > 0) return failed('model-cannot-do-this')
    const pictures = isBlind ? succeeded(noPictures) : picturesOf(branch.value, parts.history)
    if (!pictures.ok) return pictures
    return succeeded({
      messages: turnsToGoOn(turnsOf(branch.value, first, pictures.value), before.text, task),
      settings: settingsOf(setup.style, { task, thinks: thinking.value.includes(model) }),
    })
  }

  async function ask(): Promise<KeyedEnd> {
    const { signal } = stopping
    try {
      return await askToEnd({ model, route, read, turn: turn.comes, signal, progress, countdown, pace, hear }, parts)
    } catch (error) {
      return { kind: 'failed', failure: unforeseen(error, parts), usage: null, provider, key: null }
    }
  }

  async function carry(): Promise<void> {
    const end = await ask()
    // Nothing that happens from here on may keep the next in line waiting.
    turn.leave()
    clearTimeout(saving)
    progress.close()
    transcript.add('text', continuation.end())
    transcript.close()
    const { text, reasoning } = transcript.whole()
    const { provider: servedBy, usage, key } = end
    if (end.kind === 'failed') {
      // SECURITY: the provider of a server is the name that its owner gave it, which is not for the log.
      const logged = route.place.kind === 'hugging-face' ? servedBy : null
      parts.log.warn('A run failed', { code: end.failure.code, run: runId, provider: logged })
    }
    const totalMs = sinceMs(begin)
    const result = { text, reasoning, provider: servedBy, outcome: outcomeOf(end, stoppedAs), usage, firstTextMs, totalMs, key }
    parts.publish('run.ended', save(started, result, parts))
  }

  return succeeded({
    conversationId,
    runId,
    model,
    comparison,
    stop(as) {
      if (stopping.signal.aborted) return
      stoppedAs = as
      stopping.abort()
    },
    tryNow: countdown.end,
    live: () => ({ said: transcript.whole(), progress: progress.now() }),
    // Not before `start` has answered, so that a stop which came first is seen first.
    ended: Promise.resolve().then(carry),
  })
}

/** Where it waits in line: each server answers for itself. */
function nameOf(place: RunPlace): string {
  return place.kind === 'server' ? `server ${place.server.id}` : place.kind
}

interface Started {
  readonly request: SetUpRequest
  readonly promptId: string
  readonly route: RunRoute
  readonly startedAt: number
}

/** Saving must neither end the run nor the program. */
function attempt<Value>(write: () => Reply<Value>, parts: RunParts): Reply<Value> {
  try {
    return write()
  } catch (error) {
    return { ok: false, failure: unforeseen(error, parts) }
  }
}

function unforeseen(error: unknown, { log }: RunParts): Failure {
  const id = randomUUID().slice(0, 8)
  log.error(`A run failed in a way that nobody foresaw (${id})`, error)
  return { code: 'internal', detail: id }
}

function outcomeOf(end: KeyedEnd, stoppedAs: 'stopped' | 'interrupted'): Outcome {
  switch (end.kind) {
    case 'ended':
      return { kind: end.outcome }
    case 'stopped':
      return { kind: stoppedAs }
    case 'failed':
      return { kind: 'failed', failure: end.failure }
    default:
      return assertNever(end)
  }
}

/** Saves the end. When that fails, the answer as it stands in memory is told, with the history's failure as its outcome. */
function save({ request, promptId, route, startedAt }: Started, result: RunResult, parts: RunParts): RunEnded {
  const { runId, conversationId, model } = request
  const { key, ...shown } = result
  const saved = attempt(() => parts.history.endRun(runId, result), parts)
  if (saved.ok) return saved.value
  parts.log.error('The end of a run could not be saved', { code: saved.failure.code })
  const summary = attempt(() => succeeded(parts.history.summary(conversationId)), parts)
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
      ...shown,
      keyName: key?.name ?? null,
      style: unlessUsual(request.setup.style),
      comparison: request.comparison,
      outcome: { kind: 'failed', failure: saved.failure },
    },
  }
}

function sinceMs(begin: number): number {
  return Math.round(performance.now() - begin)
}
