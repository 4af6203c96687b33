// One run, from its saved prompt to its saved answer. Hides its phases and that saving may fail.

import { randomUUID } from 'node:crypto'
import { assertNever, failed, succeeded, type Failure, type Reply } from '../shared/errors.ts'
import type { RunKeyName, RunPlace, RunResult, RunRoute, StreamEnd } from '../shared/run-parts.ts'
import type { Outcome, RunEnded, RunRequest, RunText } from '../shared/types.ts'
import { createTranscript } from './batching.ts'
import type { RunParts } from './parts.ts'
import { turnsOf } from './turns.ts'

export interface Run {
  readonly stop: (as: 'stopped' | 'interrupted') => void
  readonly whole: () => RunText
  /** Resolves when the end is saved and told; never rejects. */
  readonly ended: Promise<void>
}

/** A crash may cost half a second of an answer; this leaves the rest for the writing itself, and for a computer that is busy. */
const saveEveryMs = 250

/** Saves the prompt, then goes on by itself. Fails, having done nothing, when the prompt cannot be saved. */
export function beginRun(request: RunRequest, parts: RunParts): Reply<Run> {
  const { runId, conversationId, model, prompt } = request
  const route: RunRoute = parts.models.find(model) ?? { task: 'chat', provider: null, place: { kind: 'hugging-face' } }
  const { task } = route
  const startedAt = parts.now()
  const begun = parts.history.beginRun({ runId, conversationId, model, task, prompt, startedAt })
  if (!begun.ok) return begun

  const started: Started = { request, promptId: begun.value.promptId, route, startedAt }
  const stopping = new AbortController()
  let stoppedAs: 'stopped' | 'interrupted' = 'stopped'
  const transcript = createTranscript({ runId, conversationId }, (words) => parts.publish('run.text', words))
  const begin = performance.now()
  let firstTextMs: number | null = null
  let saving: NodeJS.Timeout | undefined

  function hear(kind: 'text' | 'reasoning', words: string): void {
    firstTextMs ??= sinceMs(begin)
    transcript.add(kind, words)
    saving ??= setTimeout(savePartial, saveEveryMs)
  }

  function savePartial(): void {
    saving = undefined
    const { text, reasoning } = transcript.whole()
    const saved = attempt(() => parts.history.savePartial(runId, text, reasoning, firstTextMs), parts)
    // The window is told at the end, if the end cannot be saved either: a disk may have room again by then.
    if (!saved.ok) parts.log.error('A part of an answer could not be saved', { code: saved.failure.code })
  }

  async function carry(): Promise<void> {
    const end = await streamToEnd(started, parts, stopping.signal, hear)
    clearTimeout(saving)
    transcript.close()
    const { text, reasoning } = transcript.whole()
    const { provider: served, usage, key } = end
    if (end.kind === 'failed') {
      // SECURITY: the provider of a server is the name that its owner gave it, which is not for the log.
      const provider = route.place.kind === 'hugging-face' ? served : null
      parts.log.warn('A run failed', { code: end.failure.code, run: runId, provider })
    }
    const totalMs = sinceMs(begin)
    const result = { text, reasoning, provider: served, outcome: outcomeOf(end, stoppedAs), usage, firstTextMs, totalMs, key }
    parts.publish('run.ended', save(started, result, parts))
  }

  return succeeded({
    stop(as) {
      if (stopping.signal.aborted) return
      stoppedAs = as
      stopping.abort()
    },
    whole: transcript.whole,
    // Not before `start` has answered, so that a stop which came first is seen first.
    ended: Promise.resolve().then(carry),
  })
}

interface Started {
  readonly request: RunRequest
  readonly promptId: string
  readonly route: RunRoute
  readonly startedAt: number
}

type KeyedEnd = StreamEnd & { readonly key: RunKeyName | null }

/** Asks for the key and streams. Never rejects. */
async function streamToEnd(
  { request, promptId, route: { task, provider, place } }: Started,
  parts: RunParts,
  signal: AbortSignal,
  hear: (kind: 'text' | 'reasoning', words: string) => void,
): Promise<KeyedEnd> {
  const nothing = { usage: null, provider, key: null }
  if (signal.aborted) return { kind: 'stopped', ...nothing }
  try {
    // A keychain that asks its user may not answer for a long time, or never.
    const way = await unlessAborted(wayTo(place, parts), signal)
    if (way === 'aborted') return { kind: 'stopped', ...nothing }
    if (!way.ok) return { kind: 'failed', failure: way.failure, ...nothing }
    const { fetch, key, billTo } = way.value
    const messages = turnsOf(parts.history.branch(promptId))
    const called = place.kind === 'server' ? { model: place.name, server: place.server } : { model: request.model, server: null }
    const pieces = parts.stream({ ...called, task, provider, messages, billTo, longestAnswer: null }, { fetch, signal })
    for (;;) {
      const { done, value } = await pieces.next()
      if (done === true) return { ...value, key }
      if (value.kind !== 'provider') hear(value.kind, value.text)
    }
  } catch (error) {
    return { kind: 'failed', failure: unforeseen(error, parts), ...nothing }
  }
}

interface Way {
  readonly fetch: typeof fetch
  readonly key: RunKeyName | null
  readonly billTo: string | null
}

/** The door, with the key that belongs there: a server's run needs none of Hugging Face's. */
async function wayTo(place: RunPlace, { keys, serverKeys, network }: RunParts): Promise<Reply<Way>> {
  switch (place.kind) {
    case 'hugging-face': {
      const lent = await keys.forRun()
      if (!lent.ok) return lent
      const { key, id, name, billTo } = lent.value
      return succeeded({ fetch: network.withKey(key), key: { id, name }, billTo })
    }
    case 'server': {
      const lent = await serverKeys.forRun(place.server)
      if (!lent.ok) return lent
      return succeeded({ fetch: network.toServer(place.server, lent.value.key), key: lent.value.name, billTo: null })
    }
    case 'removed':
      return failed('server-removed')
    default:
      return assertNever(place)
  }
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

async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | 'aborted'> {
  const { promise: aborted, resolve } = Promise.withResolvers<'aborted'>()
  const onAbort = () => resolve('aborted')
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
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
      outcome: { kind: 'failed', failure: saved.failure },
    },
  }
}

function sinceMs(begin: number): number {
  return Math.round(performance.now() - begin)
}
