// The window's side of a run: shows it as started at once, asks main for it, adds its text as it comes and puts the saved answer in
// its place at the end.

import { ask } from '../ask.ts'
import { canContinue } from '../../electron/shared/continuing.ts'
import type { Reply } from '../../electron/shared/errors.ts'
import { unlessUsual } from '../../electron/shared/style.ts'
import type { Answer, Draft, Prompt } from '../../electron/shared/types/conversations.ts'
import type { RunEnded, RunProgress, RunRequest, RunText } from '../../electron/shared/types/runs.ts'
import { put, showSent } from '../history/history.ts'
import { modelOf } from '../models/known.ts'
import { change, state, type OpenConversation } from '../store.ts'
import { clearDraft, putBack, reread } from './conversation.ts'
import { holdBack, secretsOf } from './held-back.ts'
import { areHeldBack, sentSetup } from './setup.ts'
import { append, noText, thoughtMs } from './live-text.ts'

/**
 * Sends what is in the prompt box. Without a chosen model it opens the picker instead and keeps the prompt; what looks like a secret
 * is held back, unless the person has been told and `sendsSecrets`. What main does not take goes back into the box.
 */
export async function send(draft: Draft, sendsSecrets = false): Promise<void> {
  const { conversation, model } = state()
  if (model === null) return change({ dialog: 'models' })
  // Main looks too, and decides. Looking here first spares the prompt the way into the conversation and back.
  if (!sendsSecrets && (secretsOf(draft).length > 0 || areHeldBack(state()))) return holdBack()
  if (sendsSecrets) change({ letThrough: state().setup.instructions })
  const prompt: Prompt = {
    kind: 'prompt',
    id: crypto.randomUUID(),
    parentId: conversation.messages.at(-1)?.id ?? null,
    text: draft.text.trim(),
    attachments: draft.attachments,
    createdAt: Date.now(),
  }
  clearDraft()
  change({ conversation: { ...conversation, isSaved: true, messages: [...conversation.messages, prompt] } })
  const reply = await start(asNew(prompt, sendsSecrets), startedAnswer(prompt.id, model), conversation)
  if (reply.ok) {
    // It is this conversation's own now.
    if (!conversation.isSaved) change({ newSetup: null })
    return showSent(conversation.id)
  }
  putBack(draft, conversation)
  if (reply.failure.code === 'secret-in-prompt' && state().conversation.id === conversation.id) holdBack()
}

/** Asks for another answer to a prompt that has one, from the model that is chosen now. */
export async function sendAgain(promptId: string): Promise<void> {
  const { conversation, model } = state()
  const index = conversation.messages.findIndex((message) => message.id === promptId)
  const prompt = conversation.messages[index]
  if (prompt?.kind !== 'prompt') return
  if (model === null) return change({ dialog: 'models' })
  if (areHeldBack(state())) return change({ dialog: 'instructions' })
  change({ conversation: { ...conversation, messages: conversation.messages.slice(0, index + 1) } })
  await start(again(prompt), startedAnswer(prompt.id, model), conversation)
}

/**
 * Goes on with the last answer, by its own model. What takes its place is a new answer that begins with all it says; the old one stays
 * in the history.
 */
export async function continueAnswer(answerId: string): Promise<void> {
  const { conversation, thoughts } = state()
  const answer = conversation.messages.at(-1)
  if (answer?.kind !== 'answer' || answer.id !== answerId || !canContinue(answer)) return
  if (areHeldBack(state())) return change({ dialog: 'instructions' })
  const { parentId, model, text, reasoning } = answer
  const started: Answer = { ...startedAnswer(parentId, model), text, reasoning }
  const thought = thoughts[answerId]
  change({
    conversation: { ...conversation, messages: conversation.messages.slice(0, -1) },
    ...(thought === undefined ? {} : { thoughts: { ...thoughts, [started.id]: thought } }),
  })
  await start({ kind: 'continue', id: answerId }, started, conversation)
}

/** Stops a run. What has come so far stays; main says how it ended. */
export async function stop(runId: string): Promise<void> {
  await ask('run.stop', { runId })
}

/** Sends a run that waits to be sent again at once. */
export async function tryNow(runId: string): Promise<void> {
  await ask('run.tryNow', { runId })
}

/** Shows the run and asks main for it. One that main does not take up was never there: what was on screen before is shown again. */
async function start(prompt: RunRequest['prompt'], answer: Answer, before: OpenConversation): Promise<Reply<void>> {
  const { conversation, live } = state()
  const { id: runId, model, text, reasoning } = answer
  change({
    conversation: { ...conversation, messages: [...conversation.messages, answer] },
    live: { ...live, [runId]: { ...noText, text, reasoning } },
  })
  const reply = await ask('run.start', { runId, conversationId: conversation.id, model, ...sentSetup(), prompt })
  if (!reply.ok) takeBack(runId, before)
  return reply
}

function takeBack(runId: string, before: OpenConversation): void {
  const { conversation, live } = state()
  const { [runId]: _never, ...others } = live
  change({
    conversation: conversation.id === before.id ? { ...conversation, isSaved: before.isSaved, messages: before.messages } : conversation,
    live: others,
  })
}

function asNew({ id, parentId, text, attachments }: Prompt, sendsSecrets: boolean): RunRequest['prompt'] {
  return { kind: 'new', id, parentId, text, attachments, sendsSecrets }
}

function again({ id }: Prompt): RunRequest['prompt'] {
  return { kind: 'again', id }
}

/** The answer to a prompt as it is before anything has come. Its id is the run's. */
function startedAnswer(parentId: string, model: string): Answer {
  return {
    kind: 'answer',
    id: crypto.randomUUID(),
    parentId,
    text: '',
    reasoning: '',
    model,
    task: modelOf(state(), model)?.task ?? 'chat',
    provider: null,
    outcome: { kind: 'running' },
    usage: null,
    keyName: null,
    style: unlessUsual(state().setup.style),
    startedAt: Date.now(),
    firstTextMs: null,
    totalMs: null,
  }
}

/** Hears `run.phase`. */
export function receivePhase(progress: RunProgress): void {
  change({ progress: { ...state().progress, [progress.runId]: progress } })
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
  replace(answer)
  noteThinking(answer)
  if (conversation === null) return
  if (state().conversation.id === conversation.id) change({ conversation: { ...state().conversation, title: conversation.title } })
  put(conversation)
}

/** Whether a model thinks is known from what it has done. */
function noteThinking({ reasoning, model }: Answer): void {
  const { thinkingModels } = state()
  if (reasoning !== '' && !thinkingModels.includes(model)) change({ thinkingModels: [...thinkingModels, model] })
}

/** Puts an answer in the place of the one with its id, if that is on screen, and lets go of its live text. */
function replace(answer: Answer): void {
  const { conversation, live, progress, thoughts } = state()
  const { [answer.id]: ended, ...stillLive } = live
  const { [answer.id]: _over, ...stillGoing } = progress
  const thought = ended === undefined ? null : thoughtMs(ended, Date.now())
  change({
    conversation: { ...conversation, messages: conversation.messages.map((message) => (message.id === answer.id ? answer : message)) },
    live: stillLive,
    progress: stillGoing,
    thoughts: thought === null ? thoughts : { ...thoughts, [answer.id]: thought },
  })
}
