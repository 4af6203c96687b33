// Whether this computer seems to be offline, and the prompts that were not sent because of it. Main always really tries, as a server on
// this computer answers without a network: what is known here comes from the browser and from how runs and the list of models end.

import { callMainWithToast } from './call-with-toast.ts'
import { callMain, onMainEvent } from './bridge.ts'
import { assertNever, failureTraits } from '../../shared/failures.ts'
import { parseServerModelId } from '../../shared/server-model.ts'
import type { Answer } from '../../shared/types/messages.ts'
import type { ModelList } from '../../shared/types/models.ts'
import type { RunEnded } from '../../shared/types/runs.ts'
import { getShownMessages } from './comparison.ts'
import { reloadConversation } from './conversation.ts'
import { findDeletedIds, isAnswering, setBadge } from './badges.ts'
import { setState, getState, useStore, type OpenConversation, type AppState } from './store.ts'

/** A prompt that is saved and has reached nobody. */
export interface UnsentPrompt {
  readonly conversationId: string
  readonly promptId: string
  /** The model it was meant for. */
  readonly model: string
  /** Where it was to be answered by several of them side by side. */
  readonly comparisonId: string | null
}

/** Follows the network, the runs and the list of models from now on. */
export function watchOffline(): void {
  setState({ isOffline: !navigator.onLine })
  window.addEventListener('offline', () => setState({ isOffline: true }))
  window.addEventListener('online', () => setState({ isOffline: false }))
  onMainEvent('run.ended', onRunEnded)
  useStore.subscribe(onStateChange)
}

function onRunEnded({ conversation, answer }: RunEnded): void {
  const { outcome, parentId: promptId, model, comparisonId, text } = answer
  if (hasReachedHuggingFace(answer)) return setState({ isOffline: false })
  if (outcome.kind !== 'failed' || failureTraits[outcome.failure.code].connection !== 'offline') return
  setState({ isOffline: true })
  // One that was to go on is not sent anew: that would put another answer in the place of what is there.
  if (conversation !== null && text === '')
    setState({
      unsent: [...listOtherUnsent(conversation.id, comparisonId), { conversationId: conversation.id, promptId, model, comparisonId }],
    })
}

/** An answer of a server that was added by hand says nothing about the way to Hugging Face; a refusal of Hugging Face does. */
function hasReachedHuggingFace({ outcome, model, firstTextMs }: Answer): boolean {
  if (parseServerModelId(model) !== null) return false
  // However it ended. That there is text says less: an answer that goes on begins with what an earlier one said.
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

function onStateChange(current: AppState, previous: AppState): void {
  if (current.models !== previous.models && current.models !== null) onModelsChange(current.models, previous.models)
  if (current.unsent.length === 0) return
  // Asked again by hand, or sent along with the next prompt.
  if (current.conversation !== previous.conversation && isAnswering(current.conversation)) removeAnsweredUnsent(current.conversation)
  for (const id of findDeletedIds(previous, current)) removeUnsent(id)
}

/** The list is told again and again with the same failure: only a new one says something new. */
function onModelsChange({ failure, fetchedAt }: ModelList, previous: ModelList | null): void {
  const isNew = failure !== null && failure.code !== previous?.failure?.code
  const connection = isNew ? failureTraits[failure.code].connection : undefined
  if (connection !== undefined) setState({ isOffline: connection === 'offline' })
  if (previous !== null && fetchedAt !== previous.fetchedAt && failure === null) setState({ isOffline: false })
}

/** Those of other conversations, and of the same comparison. */
function listOtherUnsent(conversationId: string, comparisonId: string | null = null): readonly UnsentPrompt[] {
  return getState().unsent.filter(
    (each) => each.conversationId !== conversationId || (comparisonId !== null && each.comparisonId === comparisonId),
  )
}

/** Other models of a comparison may answer while one was not reached: that one stays to be sent. */
function removeAnsweredUnsent(conversation: OpenConversation): void {
  const runningAnswers = getShownMessages(conversation).filter((message) => message.kind === 'answer' && message.outcome.kind === 'running')
  const isOtherColumn = ({ comparisonId, model }: UnsentPrompt) =>
    comparisonId !== null &&
    runningAnswers.every((answer) => answer.kind === 'answer' && answer.comparisonId === comparisonId && answer.model !== model)
  const remaining = getState().unsent.filter((each) => each.conversationId !== conversation.id || isOtherColumn(each))
  if (remaining.length < getState().unsent.length) setState({ unsent: remaining })
}

function removeUnsent(conversationId: string): void {
  if (getState().unsent.some((each) => each.conversationId === conversationId)) setState({ unsent: listOtherUnsent(conversationId) })
}

/** Sends what was not sent, in its order, each to the model it was meant for. Only ever called from a click. */
export async function sendUnsentPrompts(): Promise<void> {
  const { unsent } = getState()
  setState({ unsent: [] })
  for (const each of unsent) await startUnsentRun(each)
  // The one on screen shows its run, and is again the one that was opened last: a run in another takes that over.
  const { conversation } = getState()
  if (conversation.isSaved) await reloadConversation(conversation.id)
  else await callMain('history.open', { conversationId: null, from: null })
}

/** What could not be started stays to be sent, unless it is gone or being answered already. */
async function startUnsentRun(each: UnsentPrompt): Promise<void> {
  const { conversationId, promptId, model, comparisonId } = each
  const previous = getState().badges[conversationId] ?? null
  // Not once main has answered: the run may have ended by then, and then nothing would take the mark away.
  setBadge(conversationId, 'writing')
  const prompt = { kind: 'regenerate', id: promptId } as const
  const request = { runId: crypto.randomUUID(), conversationId, model, setup: null, allowSecretInstructions: false, comparisonId, prompt }
  const reply = await callMainWithToast('run.start', request)
  if (reply.ok) return
  setBadge(conversationId, previous)
  if (reply.failure.code !== 'bad-input') setState({ unsent: [...listOtherUnsent(conversationId, comparisonId), each] })
}

/** The prompts stay where they are, each with its own button. */
export function dismissUnsent(): void {
  setState({ unsent: [] })
}
