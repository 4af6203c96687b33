// The window's side of a run: shows it as started at once, asks main for it, adds its text as it comes and puts the saved answer in
// its place at the end.

import { ask } from '../ask.ts'
import { call } from '../bridge.ts'
import type { Failure } from '../../electron/shared/errors.ts'
import type { Answer, Draft, Prompt, RunEnded, RunRequest, RunText } from '../../electron/shared/types.ts'
import { putFirst, showSent } from '../history/history.ts'
import { modelOf } from '../models/known.ts'
import { change, emptyDraft, state } from '../store.ts'
import { clearDraft, reread } from './conversation.ts'
import { append, noText, thoughtMs } from './live-text.ts'

/** Sends what is in the prompt box. Without a chosen model it opens the picker instead and keeps the prompt. */
export async function send(draft: Draft): Promise<void> {
  const { conversation, model } = state()
  if (model === null) return change({ dialog: 'models' })
  const prompt: Prompt = {
    kind: 'prompt',
    id: crypto.randomUUID(),
    parentId: conversation.messages.at(-1)?.id ?? null,
    text: draft.text.trim(),
    attachments: draft.attachments,
    createdAt: Date.now(),
  }
  const draftOf = conversation.isSaved ? conversation.id : null
  clearDraft()
  change({ conversation: { ...conversation, isSaved: true, messages: [...conversation.messages, prompt] } })
  const isAccepted = await start(prompt, model, true)
  if (!isAccepted) return undefined
  void call('history.saveDraft', { conversationId: draftOf, draft: emptyDraft })
  return showSent(conversation.id)
}

/** Asks for another answer to a prompt that has one, from the model that is chosen now. */
export async function sendAgain(promptId: string): Promise<void> {
  const { conversation, model, unsent } = state()
  const index = conversation.messages.findIndex((message) => message.id === promptId)
  const prompt = conversation.messages[index]
  if (prompt?.kind !== 'prompt') return
  if (model === null) return change({ dialog: 'models' })
  change({ conversation: { ...conversation, messages: conversation.messages.slice(0, index + 1) } })
  await start(prompt, model, unsent.has(promptId))
}

/** Stops a run. What has come so far stays; main says how it ended. */
export async function stop(runId: string): Promise<void> {
  await ask('run.stop', { runId })
}

async function start(prompt: Prompt, model: string, isNew: boolean): Promise<boolean> {
  const { conversation, live } = state()
  const runId = crypto.randomUUID()
  const task = modelOf(state(), model)?.task ?? 'chat'
  change({
    conversation: { ...conversation, messages: [...conversation.messages, startedAnswer(runId, prompt.id, model, task)] },
    live: { ...live, [runId]: noText },
  })
  const reply = await call('run.start', { runId, conversationId: conversation.id, model, prompt: isNew ? asNew(prompt) : again(prompt) })
  const unsent = new Set(state().unsent)
  if (reply.ok) unsent.delete(prompt.id)
  else if (isNew) unsent.add(prompt.id)
  change({ unsent })
  if (!reply.ok) fail(runId, reply.failure)
  return reply.ok
}

function asNew({ id, parentId, text, attachments }: Prompt): RunRequest['prompt'] {
  return { kind: 'new', id, parentId, text, attachments }
}

function again({ id }: Prompt): RunRequest['prompt'] {
  return { kind: 'again', id }
}

function startedAnswer(id: string, parentId: string, model: string, task: Answer['task']): Answer {
  return {
    kind: 'answer',
    id,
    parentId,
    text: '',
    reasoning: '',
    model,
    task,
    provider: null,
    outcome: { kind: 'running' },
    usage: null,
    startedAt: Date.now(),
    firstTextMs: null,
    totalMs: null,
  }
}

/** A run that main did not take up: it ends here, with its prompt kept for another try. */
function fail(runId: string, failure: Failure): void {
  const answer = state().conversation.messages.find((message) => message.id === runId)
  if (answer?.kind === 'answer') replace({ ...answer, outcome: { kind: 'failed', failure } })
}

/** Hears `run.text`. */
export function receiveText(piece: RunText): void {
  const { live, conversation } = state()
  const appended = append(live[piece.runId] ?? noText, piece, Date.now())
  if (appended.kind === 'grown') change({ live: { ...live, [piece.runId]: appended.live } })
  else if (piece.conversationId === conversation.id) rereadOnce(piece.conversationId)
}

let isRereading = false

function rereadOnce(conversationId: string): void {
  if (isRereading) return
  isRereading = true
  void reread(conversationId).finally(() => {
    isRereading = false
  })
}

/** Hears `run.ended`: the saved answer replaces what was shown, and the conversation moves up in the history. */
export function receiveEnd({ conversation, answer }: RunEnded): void {
  if (state().conversation.id === conversation.id) change({ conversation: { ...state().conversation, title: conversation.title } })
  replace(answer)
  putFirst(conversation)
}

/** Puts an answer in the place of the one with its id, if that is on screen, and lets go of its live text. */
function replace(answer: Answer): void {
  const { conversation, live, thoughts } = state()
  const { [answer.id]: ended, ...stillLive } = live
  const thought = ended === undefined ? null : thoughtMs(ended, Date.now())
  change({
    conversation: { ...conversation, messages: conversation.messages.map((message) => (message.id === answer.id ? answer : message)) },
    live: stillLive,
    thoughts: thought === null ? thoughts : { ...thoughts, [answer.id]: thought },
  })
}
