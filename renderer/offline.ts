// Whether this computer seems to be offline, and the prompts that were not sent because of it. Main always really tries, as a server on
// this computer answers without a network: what is known here comes from the browser and from how runs and the list of models end.

import { ask } from './ask.ts'
import { call, listen } from './bridge.ts'
import { assertNever } from '../electron/shared/errors.ts'
import { readServerModelId } from '../electron/shared/server-model.ts'
import type { Outcome } from '../electron/shared/types/conversations.ts'
import type { ModelList } from '../electron/shared/types/models.ts'
import type { RunEnded } from '../electron/shared/types/runs.ts'
import { reread } from './chat/conversation.ts'
import { deletedBetween, isAnswering, mark } from './history/marks.ts'
import { change, state, useWindow, type WindowState } from './store.ts'

/** A prompt that is saved and has reached nobody. */
export interface Unsent {
  readonly conversationId: string
  readonly promptId: string
  /** The model it was meant for. */
  readonly model: string
}

/** Follows the network, the runs and the list of models from now on. */
export function watchOffline(): void {
  change({ isOffline: !navigator.onLine })
  window.addEventListener('offline', () => change({ isOffline: true }))
  window.addEventListener('online', () => change({ isOffline: false }))
  listen('run.ended', hearEnd)
  useWindow.subscribe(hearChange)
}

function hearEnd({ conversation, answer: { outcome, parentId: promptId, model, text } }: RunEnded): void {
  if (reachedHuggingFace(outcome, model)) return change({ isOffline: false })
  if (outcome.kind !== 'failed' || outcome.failure.code !== 'offline') return
  change({ isOffline: true })
  // One that was to go on is not sent anew: that would put another answer in the place of what is there.
  if (conversation !== null && text === '')
    change({ unsent: [...others(conversation.id), { conversationId: conversation.id, promptId, model }] })
}

/** An answer of a server that was added by hand says nothing about the way to Hugging Face. */
function reachedHuggingFace({ kind }: Outcome, model: string): boolean {
  switch (kind) {
    case 'finished':
    case 'length':
    case 'filtered':
      return readServerModelId(model) === null
    case 'running':
    case 'stopped':
    case 'interrupted':
    case 'failed':
      return false
    default:
      return assertNever(kind)
  }
}

function hearChange(now: WindowState, before: WindowState): void {
  if (now.models !== before.models && now.models !== null) hearModels(now.models, before.models)
  if (now.unsent.length === 0) return
  // Asked again by hand, or sent along with the next prompt.
  if (now.conversation !== before.conversation && isAnswering(now.conversation)) forgetUnsent(now.conversation.id)
  for (const id of deletedBetween(before, now)) forgetUnsent(id)
}

/** The list is told again and again with the same failure: only a new one says something new. */
function hearModels({ failure, fetchedAt }: ModelList, before: ModelList | null): void {
  if (failure?.code === 'offline' && before?.failure?.code !== 'offline') change({ isOffline: true })
  if (before !== null && fetchedAt !== before.fetchedAt && failure === null) change({ isOffline: false })
}

function others(conversationId: string): readonly Unsent[] {
  return state().unsent.filter((each) => each.conversationId !== conversationId)
}

function forgetUnsent(conversationId: string): void {
  if (state().unsent.some((each) => each.conversationId === conversationId)) change({ unsent: others(conversationId) })
}

/** Sends what was not sent, in its order, each to the model it was meant for. Only ever called from a click. */
export async function sendUnsent(): Promise<void> {
  const { unsent } = state()
  change({ unsent: [] })
  for (const { conversationId, promptId, model } of unsent) {
    const runId = crypto.randomUUID()
    const reply = await ask('run.start', { runId, conversationId, model, prompt: { kind: 'again', id: promptId } })
    if (reply.ok) mark(conversationId, 'writing')
  }
  // The one on screen shows its run, and is again the one that was opened last: a run in another takes that over.
  const { conversation } = state()
  if (conversation.isSaved) await reread(conversation.id)
  else await call('history.open', { conversationId: null, from: null })
}

/** The prompts stay where they are, each with its own button. */
export function leaveUnsent(): void {
  change({ unsent: [] })
}
