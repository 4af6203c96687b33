// The window's side of starting and stopping runs: shows each as started at once, and asks main for it. What main then tells of it is
// heard in hearing.ts.

import { callMainWithToast } from './call-with-toast.ts'
import { filterImages, getMessageImages } from '../../shared/attachments.ts'
import { canContinue } from '../../shared/can-continue.ts'
import { type Reply, succeeded } from '../../shared/failures.ts'
import { shortName } from '../../shared/model-name.ts'
import { omitDefaultStyle } from '../../shared/style.ts'
import { defaultTask } from '../../shared/tasks.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import type { Answer, AnswerWithSiblings, MessageWithSiblings, Prompt, Siblings } from '../../shared/types/messages.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { refreshSentConversation } from './history.ts'
import { translate } from '../i18n/i18n.ts'
import { lacksVision, findModel, getModels } from './models.ts'
import { showToast } from './toasts.ts'
import { getShownMessages, getAnsweringModels, getModelsForEdit, getRunningAnswerIds, withoutColumn } from './comparison.ts'
import { approveInstructions, getComposer, getSetup, getTargetModels, restoreRecord, takeRecord } from './composer.ts'
import { getConversation, replaceConversation, updateConversation, type OpenConversation } from './conversation.ts'
import { reloadConversationOnce } from './open-conversation.ts'
import { findDraftSecrets } from './drafts.ts'
import { openDialog } from './layout.ts'
import { emptyLiveText } from './live-text.ts'
import { countRuns, dropLiveTexts, getLiveRuns, setLiveText, setReasoningTime, useLiveRuns } from './live-runs.ts'
import { blockForReview } from './secret-review.ts'
import { getOmittedImages, getPrecedingMessages } from './preceding-messages.ts'
import { needsSecretReview, getSetupForRun } from './setup.ts'

/**
 * Sends what is in the prompt box, to several models where they were chosen. Without a chosen model it opens the picker instead and
 * keeps the prompt; what looks like a secret is held back, unless the person has been told and `sendsSecrets`. What main does not take
 * goes back into the box.
 */
export async function sendPrompt(draft: Draft, allowSecrets = false): Promise<void> {
  const conversation = getConversation()
  const models = getTargetModels()
  if (models.length === 0) return openDialog('models')
  // Main looks too, and decides. Looking here first spares the prompt the way into the conversation and back.
  if (!allowSecrets && (findDraftSecrets(draft).length > 0 || needsSecretReview())) return blockForReview()
  if (allowSecrets) approveInstructions(getSetup().instructions)
  const prompt: Prompt = {
    kind: 'prompt',
    id: crypto.randomUUID(),
    parentId: conversation.messages.at(-1)?.id ?? null,
    text: draft.text.trim(),
    attachments: draft.attachments,
    createdAt: Date.now(),
  }
  const sentRecord = takeRecord(draft)
  updateConversation({ isSaved: true, messages: [...conversation.messages, asOnlySibling(prompt)] })
  const reply = await startRuns(toNewPrompt(prompt, allowSecrets), models, conversation)
  if (reply.ok) return refreshSentConversation(conversation.id)
  restoreRecord(sentRecord)
  if (reply.failure.code === 'secret-in-prompt' && getConversation().id === conversation.id) blockForReview()
}

/**
 * Sends another text in the place of a prompt: a branch beside it, which goes on from the same message. A prompt whose answers are side
 * by side goes to the same models again. Fails as `send` does; what is not sent stays where it was written, in the prompt's editor.
 */
export async function sendEditedPrompt(promptId: string, draft: Draft, allowSecrets: boolean): Promise<Reply<void> | null> {
  const conversation = getConversation()
  const { model } = getComposer()
  const index = conversation.messages.findIndex(({ id }) => id === promptId)
  const originalPrompt = conversation.messages[index]
  if (originalPrompt?.kind !== 'prompt') return null
  const compared = getAnsweringModels(conversation, promptId)
  const models = getModelsForEdit(conversation, promptId, model)
  if (models.length === 0) {
    openDialog('models')
    return null
  }
  const { text, attachments } = draft
  // Of several, one that does not see says so in its column, and the others answer.
  if (compared.length === 0 && model !== null && lacksVision(getModels(), model) && filterImages(attachments).length > 0) {
    openDialog('vision-models')
    return null
  }
  const { parentId } = originalPrompt
  const prompt: Prompt = { kind: 'prompt', id: crypto.randomUUID(), parentId, text: text.trim(), attachments, createdAt: Date.now() }
  const placedPrompt: MessageWithSiblings = { ...prompt, siblings: createSiblings(originalPrompt) }
  updateConversation({ messages: [...conversation.messages.slice(0, index), placedPrompt] })
  const reply = await startRuns(toNewPrompt(prompt, allowSecrets), models, conversation)
  if (reply.ok) await refreshSentConversation(conversation.id)
  return reply
}

/** Asks for another answer to a prompt, beside those that it has. */
export async function retryPrompt(promptId: string, model = getComposer().model): Promise<void> {
  const conversation = getConversation()
  const index = conversation.messages.findIndex((message) => message.id === promptId)
  const prompt = conversation.messages[index]
  if (prompt?.kind !== 'prompt') return
  if (model === null) return openDialog('models')
  if (needsSecretReview()) return openDialog('instructions')
  updateConversation({ messages: conversation.messages.slice(0, index + 1) })
  const siblings = createSiblings(conversation.messages[index + 1])
  notifyOmittedImages(model, prompt, conversation)
  await startRun(toRetryPrompt(promptId), { ...createRunningAnswer(prompt.id, model), siblings }, conversation)
}

/**
 * Goes on with the last answer, by its own model. What takes its place is a new answer that begins with all it says; the old one stays
 * in the history.
 */
export async function continueLastAnswer(answerId: string): Promise<void> {
  const conversation = getConversation()
  const [prompt, answer] = conversation.messages.slice(-2)
  if (answer?.kind !== 'answer' || answer.id !== answerId || !canContinue(answer)) return
  if (needsSecretReview()) return openDialog('instructions')
  const { parentId, model, text, reasoning } = answer
  const runningAnswer = { ...createRunningAnswer(parentId, model), text, reasoning, siblings: createSiblings(answer) }
  const reasoningMs = getLiveRuns().reasoningTimes[answerId]
  updateConversation({ messages: conversation.messages.slice(0, -1) })
  if (reasoningMs !== undefined) setReasoningTime(runningAnswer.id, reasoningMs)
  if (prompt !== undefined) notifyOmittedImages(model, prompt, conversation)
  await startRun({ kind: 'continue', id: answerId }, runningAnswer, conversation)
}

/** Of the chosen model the box says it. A prompt whose own pictures a model cannot look at is not answered, which is said there. */
export function notifyOmittedImages(model: string, prompt: MessageWithSiblings, conversation: OpenConversation): void {
  if (model === getComposer().model) return
  const omittedImages = getOmittedImages(
    lacksVision(getModels(), model),
    getPrecedingMessages(conversation, prompt.id),
    getMessageImages(prompt),
  )
  if (omittedImages === 'earlier') showToast(translate('chat.readsWordsOnly', { model: shortName(model) }))
  if (omittedImages === 'oldest') showToast(translate('chat.oldestPicturesLeftOut'))
}

/** Stops a run. What has come so far stays; main says how it ended. */
export async function stopRun(runId: string): Promise<void> {
  await callMainWithToast('run.stop', { runId })
}

/** Stops what is being written at the end of the open conversation. */
export function stopShownRuns(): void {
  for (const id of getRunningAnswerIds(getConversation())) void stopRun(id)
}

/** Stops every run, of all conversations. */
export async function stopAllRuns(): Promise<void> {
  await callMainWithToast('run.stopAll', undefined)
}

/** How many runs go on, as far as the window has heard of them. */
export function useRunCount(): number {
  return useLiveRuns(countRuns)
}

/** Sends a run that waits to be sent again at once. */
export async function retryNow(runId: string): Promise<void> {
  await callMainWithToast('run.retryNow', { runId })
}

/** Shows the run and asks main for it. One that main does not take up was never there: what was on screen before is shown again. */
async function startRun(prompt: RunRequest['prompt'], answer: AnswerWithSiblings, previous: OpenConversation): Promise<Reply<void>> {
  updateConversation({ scrollTarget: null, messages: [...getConversation().messages, answer], comparison: null })
  const reply = await callMainWithToast('run.start', createRunRequest(prompt, answer))
  if (!reply.ok) revertStart([answer.id], previous)
  return reply
}

/** Sends a new prompt to one model, or to several whose answers stand side by side. Fails when the first of them cannot be asked. */
async function startRuns(prompt: RunRequest['prompt'], models: readonly string[], previous: OpenConversation): Promise<Reply<void>> {
  const comparisonId = models.length > 1 ? crypto.randomUUID() : null
  const answers = models.map((model, index) => ({
    ...createRunningAnswer(prompt.id, model, comparisonId),
    siblings: { ordinal: index + 1, count: models.length, comparedCount: comparisonId === null ? 0 : models.length },
  }))
  const [first, ...others] = answers
  if (first === undefined) return succeeded(undefined)
  if (others.length === 0) return startRun(prompt, first, previous)
  updateConversation({ scrollTarget: null, comparison: answers })
  // What goes along is that of now: another conversation may be open when the first run has been taken up.
  const requests = others.map((answer) => createRunRequest(toRetryPrompt(prompt.id), answer))
  const reply = await callMainWithToast('run.start', createRunRequest(prompt, first))
  if (!reply.ok) revertStart(getIds(answers), previous)
  // One after the other: the order in which they are saved is that in which they stand.
  else for (const request of requests) await startColumnRun(request, (current) => withoutColumn(current, request.runId))
  return reply
}

/** Starts a run beside others, and tells whether main has taken it up. When it has not, its column is what it was before. */
export async function startColumnRun(request: RunRequest, revertColumn: (current: OpenConversation) => OpenConversation): Promise<boolean> {
  const reply = await callMainWithToast('run.start', request)
  const conversation = getConversation()
  const isOpen = conversation.id === request.conversationId
  if (reply.ok) {
    // It was read while main did not know of the run yet, as when it was left and opened again.
    if (isOpen && getShownMessages(conversation).every(({ id }) => id !== request.runId)) void reloadConversationOnce(conversation.id)
    return true
  }
  dropLiveTexts([request.runId])
  if (isOpen) replaceConversation(revertColumn(conversation))
  return false
}

function revertStart(runIds: readonly string[], previous: OpenConversation): void {
  const conversation = getConversation()
  const { id, isSaved, messages, comparison } = previous
  dropLiveTexts(runIds)
  if (conversation.id === id) updateConversation({ isSaved, messages, comparison })
}

/** What main is asked for, with all that goes along; from now on there is a place for its text. */
export function createRunRequest(prompt: RunRequest['prompt'], answer: AnswerWithSiblings): RunRequest {
  const conversation = getConversation()
  const { id: runId, model, comparisonId, text, reasoning } = answer
  setLiveText(runId, { ...emptyLiveText, text, reasoning })
  return { runId, conversationId: conversation.id, model, ...getSetupForRun(), comparisonId, prompt }
}

function getIds(answers: readonly AnswerWithSiblings[]): readonly string[] {
  return answers.map(({ id }) => id)
}

function toNewPrompt({ id, parentId, text, attachments }: Prompt, allowSecrets: boolean): RunRequest['prompt'] {
  return { kind: 'new', id, parentId, text, attachments, allowSecrets }
}

export function toRetryPrompt(promptId: string): RunRequest['prompt'] {
  return { kind: 'regenerate', id: promptId }
}

/** The place of a new message with the same one before it as this one has; the first where there is none. */
export function createSiblings(message: MessageWithSiblings | undefined): Siblings {
  const count = (message?.siblings.count ?? 0) + 1
  return { ordinal: count, count, comparedCount: 0 }
}

function asOnlySibling<AnyMessage extends Prompt | Answer>(message: AnyMessage): AnyMessage & { readonly siblings: Siblings } {
  return { ...message, siblings: createSiblings(undefined) }
}

/** The answer to a prompt as it is before anything has come. Its id is the run's. */
export function createRunningAnswer(parentId: string, model: string, comparisonId: string | null = null): Answer {
  return {
    kind: 'answer',
    id: crypto.randomUUID(),
    parentId,
    text: '',
    reasoning: '',
    model,
    task: findModel(getModels(), model)?.task ?? defaultTask,
    provider: null,
    outcome: { kind: 'running' },
    usage: null,
    keyName: null,
    style: omitDefaultStyle(getSetup().style),
    comparisonId,
    startedAt: Date.now(),
    firstTextMs: null,
    totalMs: null,
  }
}
