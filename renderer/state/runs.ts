// The window's side of starting and stopping runs: shows each as started at once, and asks main for it. What main then tells of it is
// heard in hearing.ts.

import { ask } from './ask.ts'
import { imagesAmong, imagesOf } from '../../shared/attachments.ts'
import { canContinue } from '../../shared/continuing.ts'
import { succeeded, type Reply } from '../../shared/errors.ts'
import { unlessUsual } from '../../shared/style.ts'
import type { Answer, Draft, PlacedAnswer, PlacedMessage, Prompt, Siblings } from '../../shared/types/conversations.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { showSent } from './history.ts'
import { say } from '../i18n/i18n.ts'
import { isBlind, modelOf } from './known.ts'
import { shortName } from '../../shared/model-name.ts'
import { change, state, useWindow, type OpenConversation, type WindowState } from './store.ts'
import { showToast } from './toast.ts'
import { compareNext, modelsToAsk } from './compared.ts'
import { allShown, modelsBeside, modelsOfEdit, runningAnswers, withoutColumn } from './comparison.ts'
import { clearDraft, putBack, rereadOnce } from './conversation.ts'
import { holdBack, secretsOf } from './held-back.ts'
import { noText, withThought } from './live-text.ts'
import { picturesLeftOut, saidBefore } from './said-before.ts'
import { areHeldBack, sentSetup } from './setup.ts'

/**
 * Sends what is in the prompt box, to several models where they were chosen. Without a chosen model it opens the picker instead and
 * keeps the prompt; what looks like a secret is held back, unless the person has been told and `sendsSecrets`. What main does not take
 * goes back into the box.
 */
export async function send(draft: Draft, sendsSecrets = false): Promise<void> {
  const { conversation } = state()
  const models = modelsToAsk(state())
  if (models.length === 0) return change({ dialog: 'models' })
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
  compareNext([])
  change({ conversation: { ...conversation, isSaved: true, messages: [...conversation.messages, alone(prompt)] } })
  const reply = await startAll(asNew(prompt, sendsSecrets), models, conversation)
  if (reply.ok) {
    // It is this conversation's own now.
    if (!conversation.isSaved) change({ newSetup: null })
    return showSent(conversation.id)
  }
  putBack(draft, conversation)
  if (models.length > 1 && state().conversation.id === conversation.id) compareNext(models)
  if (reply.failure.code === 'secret-in-prompt' && state().conversation.id === conversation.id) holdBack()
}

/**
 * Sends another text in the place of a prompt: a branch beside it, which goes on from the same message. A prompt whose answers are side
 * by side goes to the same models again. Fails as `send` does; what is not sent stays where it was written, in the prompt's editor.
 */
export async function sendEdited(promptId: string, draft: Draft, sendsSecrets: boolean): Promise<Reply<void> | null> {
  const { conversation, model } = state()
  const index = conversation.messages.findIndex(({ id }) => id === promptId)
  const edited = conversation.messages[index]
  if (edited?.kind !== 'prompt') return null
  const compared = modelsBeside(conversation, promptId)
  const models = modelsOfEdit(conversation, promptId, model)
  if (models.length === 0) {
    change({ dialog: 'models' })
    return null
  }
  const { text, attachments } = draft
  // Of several, one that does not see says so in its column, and the others answer.
  if (compared.length === 0 && model !== null && isBlind(state(), model) && imagesAmong(attachments).length > 0) {
    change({ dialog: 'seeing-models' })
    return null
  }
  const { parentId } = edited
  const prompt: Prompt = { kind: 'prompt', id: crypto.randomUUID(), parentId, text: text.trim(), attachments, createdAt: Date.now() }
  const placed: PlacedMessage = { ...prompt, siblings: nextTo(edited) }
  change({ conversation: { ...conversation, messages: [...conversation.messages.slice(0, index), placed] } })
  const reply = await startAll(asNew(prompt, sendsSecrets), models, conversation)
  if (reply.ok) await showSent(conversation.id)
  return reply
}

/** Asks for another answer to a prompt, beside those that it has. */
export async function sendAgain(promptId: string, model = state().model): Promise<void> {
  const { conversation } = state()
  const index = conversation.messages.findIndex((message) => message.id === promptId)
  const prompt = conversation.messages[index]
  if (prompt?.kind !== 'prompt') return
  if (model === null) return change({ dialog: 'models' })
  if (areHeldBack(state())) return change({ dialog: 'instructions' })
  change({ conversation: { ...conversation, messages: conversation.messages.slice(0, index + 1) } })
  const siblings = nextTo(conversation.messages[index + 1])
  tellLeftOut(model, prompt, conversation)
  await start(again(promptId), { ...startedAnswer(prompt.id, model), siblings }, conversation)
}

/**
 * Goes on with the last answer, by its own model. What takes its place is a new answer that begins with all it says; the old one stays
 * in the history.
 */
export async function continueAnswer(answerId: string): Promise<void> {
  const { conversation, thoughts } = state()
  const [prompt, answer] = conversation.messages.slice(-2)
  if (answer?.kind !== 'answer' || answer.id !== answerId || !canContinue(answer)) return
  if (areHeldBack(state())) return change({ dialog: 'instructions' })
  const { parentId, model, text, reasoning } = answer
  const started = { ...startedAnswer(parentId, model), text, reasoning, siblings: nextTo(answer) }
  const thought = thoughts[answerId]
  change({
    conversation: { ...conversation, messages: conversation.messages.slice(0, -1) },
    ...(thought === undefined ? {} : { thoughts: withThought(thoughts, started.id, thought) }),
  })
  if (prompt !== undefined) tellLeftOut(model, prompt, conversation)
  await start({ kind: 'continue', id: answerId }, started, conversation)
}

/** Of the chosen model the box says it. A prompt whose own pictures a model cannot look at is not answered, which is said there. */
export function tellLeftOut(model: string, prompt: PlacedMessage, conversation: OpenConversation): void {
  if (model === state().model) return
  const leftOut = picturesLeftOut(isBlind(state(), model), saidBefore(conversation, prompt.id), imagesOf(prompt))
  if (leftOut === 'earlier') showToast(say('chat.readsWordsOnly', { model: shortName(model) }))
  if (leftOut === 'oldest') showToast(say('chat.oldestPicturesLeftOut'))
}

/** Stops a run. What has come so far stays; main says how it ended. */
export async function stop(runId: string): Promise<void> {
  await ask('run.stop', { runId })
}

/** Stops what is being written at the end of the open conversation. */
export function stopShown(): void {
  for (const id of runningAnswers(state().conversation)) void stop(id)
}

/** Stops every run, of all conversations. */
export async function stopAll(): Promise<void> {
  await ask('run.stopAll', undefined)
}

/** How many runs go on, as far as the window has heard of them. */
export function useRunCount(): number {
  return useWindow(runCount)
}

/** The same, for functions that are not components. */
export function runCount({ live, progress }: WindowState): number {
  return new Set([...Object.keys(live), ...Object.keys(progress)]).size
}

/** Sends a run that waits to be sent again at once. */
export async function tryNow(runId: string): Promise<void> {
  await ask('run.tryNow', { runId })
}

/** Shows the run and asks main for it. One that main does not take up was never there: what was on screen before is shown again. */
async function start(prompt: RunRequest['prompt'], answer: PlacedAnswer, before: OpenConversation): Promise<Reply<void>> {
  const { conversation } = state()
  change({ conversation: { ...conversation, sought: null, messages: [...conversation.messages, answer], comparison: null } })
  const reply = await ask('run.start', requested(prompt, answer))
  if (!reply.ok) takeBack([answer.id], before)
  return reply
}

/** Sends a new prompt to one model, or to several whose answers stand side by side. Fails when the first of them cannot be asked. */
async function startAll(prompt: RunRequest['prompt'], models: readonly string[], before: OpenConversation): Promise<Reply<void>> {
  const comparison = models.length > 1 ? crypto.randomUUID() : null
  const answers = models.map((model, index) => ({
    ...startedAnswer(prompt.id, model, comparison),
    siblings: { place: index + 1, count: models.length, compared: comparison === null ? 0 : models.length },
  }))
  const [first, ...others] = answers
  if (first === undefined) return succeeded(undefined)
  if (others.length === 0) return start(prompt, first, before)
  const { conversation } = state()
  change({ conversation: { ...conversation, sought: null, comparison: answers } })
  // What goes along is that of now: another conversation may be open when the first run has been taken up.
  const requests = others.map((answer) => requested(again(prompt.id), answer))
  const reply = await ask('run.start', requested(prompt, first))
  if (!reply.ok) takeBack(ids(answers), before)
  // One after the other: the order in which they are saved is that in which they stand.
  else for (const request of requests) await startColumn(request, (now) => withoutColumn(now, request.runId))
  return reply
}

/** Starts a run beside others, and tells whether main has taken it up. When it has not, its column is what it was before. */
export async function startColumn(request: RunRequest, takeOut: (now: OpenConversation) => OpenConversation): Promise<boolean> {
  const reply = await ask('run.start', request)
  const { conversation } = state()
  const isOpen = conversation.id === request.conversationId
  if (reply.ok) {
    // It was read while main did not know of the run yet, as when it was left and opened again.
    if (isOpen && allShown(conversation).every(({ id }) => id !== request.runId)) void rereadOnce(conversation.id)
    return true
  }
  dropText([request.runId])
  if (isOpen) change({ conversation: takeOut(conversation) })
  return false
}

function takeBack(runIds: readonly string[], before: OpenConversation): void {
  const { conversation } = state()
  const { id, isSaved, messages, comparison } = before
  dropText(runIds)
  if (conversation.id === id) change({ conversation: { ...conversation, isSaved, messages, comparison } })
}

function dropText(runIds: readonly string[]): void {
  change({ live: Object.fromEntries(Object.entries(state().live).filter(([id]) => !runIds.includes(id))) })
}

/** What main is asked for, with all that goes along; from now on there is a place for its text. */
export function requested(prompt: RunRequest['prompt'], answer: PlacedAnswer): RunRequest {
  const { conversation, live } = state()
  const { id: runId, model, comparison, text, reasoning } = answer
  change({ live: { ...live, [runId]: { ...noText, text, reasoning } } })
  return { runId, conversationId: conversation.id, model, ...sentSetup(), comparison, prompt }
}

function ids(answers: readonly PlacedAnswer[]): readonly string[] {
  return answers.map(({ id }) => id)
}

function asNew({ id, parentId, text, attachments }: Prompt, sendsSecrets: boolean): RunRequest['prompt'] {
  return { kind: 'new', id, parentId, text, attachments, sendsSecrets }
}

export function again(promptId: string): RunRequest['prompt'] {
  return { kind: 'again', id: promptId }
}

/** The place of a new message with the same one before it as this one has; the first where there is none. */
export function nextTo(message: PlacedMessage | undefined): Siblings {
  const count = (message?.siblings.count ?? 0) + 1
  return { place: count, count, compared: 0 }
}

function alone<One extends Prompt | Answer>(message: One): One & { readonly siblings: Siblings } {
  return { ...message, siblings: nextTo(undefined) }
}

/** The answer to a prompt as it is before anything has come. Its id is the run's. */
export function startedAnswer(parentId: string, model: string, comparison: string | null = null): Answer {
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
    comparison,
    startedAt: Date.now(),
    firstTextMs: null,
    totalMs: null,
  }
}
