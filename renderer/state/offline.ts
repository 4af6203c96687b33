// Whether this computer seems to be offline, and the prompts that were not sent because of it. Main always really tries, as a server on
// this computer answers without a network: what is known here comes from the browser and from how runs and the list of models end.

import { ask } from './ask.ts'
import { call, listen } from './bridge.ts'
import { assertNever, type FailureCode } from '../../shared/errors.ts'
import { readServerModelId } from '../../shared/server-model.ts'
import type { Answer } from '../../shared/types/conversations.ts'
import type { ModelList } from '../../shared/types/models.ts'
import type { RunEnded } from '../../shared/types/runs.ts'
import { allShown } from './comparison.ts'
import { reread } from './conversation.ts'
import { deletedBetween, isAnswering, mark } from './badges.ts'
import { change, state, useWindow, type OpenConversation, type WindowState } from './store.ts'

/** A prompt that is saved and has reached nobody. */
export interface Unsent {
  readonly conversationId: string
  readonly promptId: string
  /** The model it was meant for. */
  readonly model: string
  /** Where it was to be answered by several of them side by side. */
  readonly comparison: string | null
}

/** Follows the network, the runs and the list of models from now on. */
export function watchOffline(): void {
  change({ isOffline: !navigator.onLine })
  window.addEventListener('offline', () => change({ isOffline: true }))
  window.addEventListener('online', () => change({ isOffline: false }))
  listen('run.ended', hearEnd)
  useWindow.subscribe(hearChange)
}

function hearEnd({ conversation, answer }: RunEnded): void {
  const { outcome, parentId: promptId, model, comparison, text } = answer
  if (reachedHuggingFace(answer)) return change({ isOffline: false })
  if (outcome.kind !== 'failed' || outcome.failure.code !== 'offline') return
  change({ isOffline: true })
  // One that was to go on is not sent anew: that would put another answer in the place of what is there.
  if (conversation !== null && text === '')
    change({ unsent: [...others(conversation.id, comparison), { conversationId: conversation.id, promptId, model, comparison }] })
}

/** An answer of a server that was added by hand says nothing about the way to Hugging Face; a refusal of Hugging Face does. */
function reachedHuggingFace({ outcome, model, firstTextMs }: Answer): boolean {
  if (readServerModelId(model) !== null) return false
  // However it ended. That there is text says less: an answer that goes on begins with what an earlier one said.
  if (firstTextMs !== null) return true
  switch (outcome.kind) {
    case 'finished':
    case 'length':
    case 'filtered':
      return true
    case 'failed':
      return replies.has(outcome.failure.code)
    case 'running':
    case 'stopped':
    case 'interrupted':
      return false
    default:
      return assertNever(outcome)
  }
}

/** What only a server that was reached can say. A gateway on the way may say that it is busy, too: taken for Hugging Face, it is believed until the next prompt at most. */
const replies: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'key-rejected',
  'key-expired',
  'key-lacks-permission',
  'credits-used-up',
  'too-many-requests',
  'model-not-found',
  'model-not-served',
  'model-gated',
  'model-cannot-do-this',
  'prompt-too-long',
  'request-refused',
  'provider-busy',
  'provider-failed',
  'answer-empty',
  'answer-too-large',
])

function hearChange(now: WindowState, before: WindowState): void {
  if (now.models !== before.models && now.models !== null) hearModels(now.models, before.models)
  if (now.unsent.length === 0) return
  // Asked again by hand, or sent along with the next prompt.
  if (now.conversation !== before.conversation && isAnswering(now.conversation)) forgetAsked(now.conversation)
  for (const id of deletedBetween(before, now)) forgetUnsent(id)
}

/** The list is told again and again with the same failure: only a new one says something new. */
function hearModels({ failure, fetchedAt }: ModelList, before: ModelList | null): void {
  const isNew = failure !== null && failure.code !== before?.failure?.code
  if (isNew && failure.code === 'offline') change({ isOffline: true })
  if (isNew && replies.has(failure.code)) change({ isOffline: false })
  if (before !== null && fetchedAt !== before.fetchedAt && failure === null) change({ isOffline: false })
}

/** Those of other conversations, and of the same comparison. */
function others(conversationId: string, comparison: string | null = null): readonly Unsent[] {
  return state().unsent.filter((each) => each.conversationId !== conversationId || (comparison !== null && each.comparison === comparison))
}

/** Other models of a comparison may answer while one was not reached: that one stays to be sent. */
function forgetAsked(conversation: OpenConversation): void {
  const running = allShown(conversation).filter((message) => message.kind === 'answer' && message.outcome.kind === 'running')
  const isBeside = ({ comparison, model }: Unsent) =>
    comparison !== null && running.every((answer) => answer.kind === 'answer' && answer.comparison === comparison && answer.model !== model)
  const left = state().unsent.filter((each) => each.conversationId !== conversation.id || isBeside(each))
  if (left.length < state().unsent.length) change({ unsent: left })
}

function forgetUnsent(conversationId: string): void {
  if (state().unsent.some((each) => each.conversationId === conversationId)) change({ unsent: others(conversationId) })
}

/** Sends what was not sent, in its order, each to the model it was meant for. Only ever called from a click. */
export async function sendUnsent(): Promise<void> {
  const { unsent } = state()
  change({ unsent: [] })
  for (const each of unsent) await startUnsent(each)
  // The one on screen shows its run, and is again the one that was opened last: a run in another takes that over.
  const { conversation } = state()
  if (conversation.isSaved) await reread(conversation.id)
  else await call('history.open', { conversationId: null, from: null })
}

/** What could not be started stays to be sent, unless it is gone or being answered already. */
async function startUnsent(each: Unsent): Promise<void> {
  const { conversationId, promptId, model, comparison } = each
  const before = state().marks[conversationId] ?? null
  // Not once main has answered: the run may have ended by then, and then nothing would take the mark away.
  mark(conversationId, 'writing')
  const prompt = { kind: 'again', id: promptId } as const
  const asked = { runId: crypto.randomUUID(), conversationId, model, setup: null, sendsSecretInstructions: false, comparison, prompt }
  const reply = await ask('run.start', asked)
  if (reply.ok) return
  mark(conversationId, before)
  if (reply.failure.code !== 'bad-input') change({ unsent: [...others(conversationId, comparison), each] })
}

/** The prompts stay where they are, each with its own button. */
export function leaveUnsent(): void {
  change({ unsent: [] })
}
