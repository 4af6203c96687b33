// Slice: whether this computer seems to be offline, and the prompts that were not sent for that reason. Main always tries, because a server
// on this computer needs no network. So this is derived from the browser's events and from how runs and the list of models end.

import { assertNever, failureTraits } from '../../shared/failures.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import type { Answer } from '../../shared/types/messages.ts'
import type { ModelList } from '../../shared/types/models.ts'
import type { RunEnded } from '../../shared/types/runs.ts'
import { getBadges, setBadge } from './badges.ts'
import { callMain, onMainEvent } from './bridge.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { getShownMessages, isRunning } from './comparison.ts'
import { getConversation, watchConversation, type OpenConversation } from './conversation.ts'
import { watchRemovedConversations } from './history.ts'
import { watchModelList } from './models.ts'
import { reloadConversation } from './open-conversation.ts'
import { createSlice } from './slice.ts'

/** A prompt that is saved and was not sent. */
export interface UnsentPrompt {
  readonly conversationId: string
  readonly promptId: string
  /** The model it was meant for. */
  readonly model: string
  /** The id of the comparison, where several models were to answer side by side. */
  readonly comparisonId: string | null
}

interface OfflineState {
  /** This computer seems to be offline. */
  readonly isOffline: boolean
  /** Oldest first, one for each conversation; several for a comparison. */
  readonly unsent: readonly UnsentPrompt[]
}

const slice = createSlice<OfflineState>({ isOffline: false, unsent: [] })

export const useOffline = slice.use
export const getOffline = slice.get

function setOffline(isOffline: boolean): void {
  slice.set({ isOffline })
}

/** From now on follows the network, the runs and the list of models. */
export function watchOffline(): void {
  setOffline(!navigator.onLine)
  window.addEventListener('offline', () => setOffline(true))
  window.addEventListener('online', () => setOffline(false))
  onMainEvent('run.ended', onRunEnded)
  watchModelList(onModelsChange)
  watchConversation(removeAnsweredUnsent)
  watchRemovedConversations(removeUnsent)
}

function onRunEnded({ conversation, answer }: RunEnded): void {
  const { outcome, parentId: promptId, model, comparisonId, text } = answer
  if (hasReachedHuggingFace(answer)) return setOffline(false)
  if (outcome.kind !== 'failed' || failureTraits[outcome.failure.code].connection !== 'offline') return
  setOffline(true)
  // A continued answer is not sent again: that would replace the text that is there with another answer.
  if (conversation === null || text !== '') return
  slice.set({
    unsent: [...listOtherUnsent(conversation.id, comparisonId), { conversationId: conversation.id, promptId, model, comparisonId }],
  })
}

/** An answer of a server that was added by hand says nothing about the way to Hugging Face. A refusal by Hugging Face does. */
function hasReachedHuggingFace({ outcome, model, firstTextMs }: Answer): boolean {
  if (parseServerModelId(model) !== null) return false
  // However it ended. The text alone does not tell: a continued answer begins with that of an earlier one.
  if (firstTextMs !== null) return true
  switch (outcome.kind) {
    case 'finished':
    case 'length':
    case 'filtered':
      return true
    case 'failed':
      return failureTraits[outcome.failure.code].connection === 'online'
    case 'running':
    case 'stopped':
    case 'interrupted':
      return false
    default:
      return assertNever(outcome)
  }
}

/** The same failure comes with every list. Only a new one says something new. */
function onModelsChange({ failure, fetchedAt }: ModelList, previous: ModelList | null): void {
  const isNew = failure !== null && failure.code !== previous?.failure?.code
  const connection = isNew ? failureTraits[failure.code].connection : undefined
  if (connection !== undefined) setOffline(connection === 'offline')
  if (previous !== null && fetchedAt !== previous.fetchedAt && failure === null) setOffline(false)
}

/** Those of other conversations, and the others of the same comparison. */
function listOtherUnsent(conversationId: string, comparisonId: string | null = null): readonly UnsentPrompt[] {
  return slice
    .get()
    .unsent.filter((each) => each.conversationId !== conversationId || (comparisonId !== null && each.comparisonId === comparisonId))
}

/** Prompts that are being answered again. While other models of a comparison answer, the one that was not reached stays unsent. */
function removeAnsweredUnsent(conversation: OpenConversation): void {
  const runningAnswers = getShownMessages(conversation).filter(isRunning)
  if (runningAnswers.length === 0) return
  const isOtherColumn = ({ comparisonId, model }: UnsentPrompt) =>
    comparisonId !== null &&
    runningAnswers.every((answer) => answer.kind === 'answer' && answer.comparisonId === comparisonId && answer.model !== model)
  const { unsent } = slice.get()
  const remaining = unsent.filter((each) => each.conversationId !== conversation.id || isOtherColumn(each))
  if (remaining.length < unsent.length) slice.set({ unsent: remaining })
}

function removeUnsent(conversationId: string): void {
  const others = listOtherUnsent(conversationId)
  if (others.length < slice.get().unsent.length) slice.set({ unsent: others })
}

/** Sends what was not sent, in order, each prompt to the model it was meant for. Call it from a click only. */
export async function sendUnsentPrompts(): Promise<void> {
  const { unsent } = slice.get()
  dismissUnsent()
  for (const each of unsent) await startUnsentRun(each)
  // Shows its run. For main it also becomes the last opened one again, which the runs of other conversations have changed.
  const conversation = getConversation()
  if (conversation.isSaved) await reloadConversation(conversation.id)
  else await callMain('history.open', { conversationId: null, from: null })
}

/** A prompt whose run cannot be started stays unsent, unless it was deleted or is being answered already. */
async function startUnsentRun(each: UnsentPrompt): Promise<void> {
  const { conversationId, promptId, model, comparisonId } = each
  const previous = getBadges()[conversationId] ?? null
  // Before main replies: once it has, the run may have ended, and nothing would remove the badge.
  setBadge(conversationId, 'writing')
  const prompt = { kind: 'regenerate', id: promptId } as const
  const request = { runId: crypto.randomUUID(), conversationId, model, setup: null, allowSecretInstructions: false, comparisonId, prompt }
  const reply = await callMainWithToast('run.start', request)
  if (reply.ok) return
  setBadge(conversationId, previous)
  if (reply.failure.code !== 'bad-input') slice.set({ unsent: [...listOtherUnsent(conversationId, comparisonId), each] })
}

/** Forgets which prompts are unsent. They stay in their conversations, each with its own button. */
export function dismissUnsent(): void {
  slice.set({ unsent: [] })
}
