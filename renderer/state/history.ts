// The list of conversations and what is done to one of them. Main owns it; here is the part that has been read, kept in order.

import { ask } from './ask.ts'
import { call } from './bridge.ts'
import type { Failure } from '../../shared/errors.ts'
import type { ConversationSummary } from '../../shared/types/conversations.ts'
import { startNew } from './conversation.ts'
import { change, state } from './store.ts'
import { showToast } from './toast.ts'

/** Main takes no longer names and searches than this. */
export const longestShortText = 500

let isReadingMore = false

/** Reads the next page, once at a time. */
export async function readMore(): Promise<void> {
  const { next } = state().history
  if (next === null || isReadingMore) return
  isReadingMore = true
  const reply = await ask('history.list', { after: next })
  isReadingMore = false
  if (!reply.ok) return
  const known = new Set(state().history.conversations.map((each) => each.id))
  const added = reply.value.conversations.filter((each) => !known.has(each.id))
  change({ history: { conversations: inOrder([...state().history.conversations, ...added]), next: reply.value.next } })
}

/** Takes over a conversation as it is now, in its place by when it was last added to. */
export function put(conversation: ConversationSummary): void {
  const { history } = state()
  change({ history: { ...history, conversations: inOrder([conversation, ...without(conversation.id)]) } })
}

/** A conversation that has just been sent to moves to the top with the name main gave it, without waiting for the answer's end. */
export async function showSent(conversationId: string): Promise<void> {
  const reply = await call('history.list', { after: null })
  const sent = reply.ok ? reply.value.conversations.find((each) => each.id === conversationId) : undefined
  if (sent === undefined) return
  put(sent)
  const { conversation } = state()
  if (conversation.id === conversationId) change({ conversation: { ...conversation, title: sent.title } })
}

/** Gives a conversation another name. An empty one gives it its first words back. */
export async function rename(conversationId: string, title: string): Promise<void> {
  const reply = await ask('history.rename', { conversationId, title: title.trim() })
  if (!reply.ok) return
  put(reply.value)
  const { conversation } = state()
  if (conversation.id === conversationId) change({ conversation: { ...conversation, title: reply.value.title } })
}

export async function setPinned(conversationId: string, isPinned: boolean): Promise<void> {
  const reply = await ask('history.pin', { conversationId, isPinned })
  if (reply.ok) put(reply.value)
}

/** Deletes a conversation and offers to take that back. `deletedText` is the sentence to show. */
export async function remove(conversation: Pick<ConversationSummary, 'id'>, deletedText: string): Promise<void> {
  const reply = await ask('history.delete', { conversationId: conversation.id })
  if (!reply.ok) return
  change({ history: { ...state().history, conversations: without(conversation.id) } })
  if (state().conversation.id === conversation.id) startNew()
  showToast(deletedText, () => void undoRemove(conversation.id))
}

async function undoRemove(conversationId: string): Promise<void> {
  const reply = await ask('history.undoDelete', { conversationId })
  if (reply.ok) put(reply.value)
}

/** Hears `history.damaged`: the notice on top says it from now on. */
export function receiveDamage(failure: Failure): void {
  const { start } = state()
  if (start.kind === 'ready') change({ start: { ...start, historyTrouble: { failure, isOpen: true } } })
}

function without(conversationId: string): readonly ConversationSummary[] {
  return state().history.conversations.filter((each) => each.id !== conversationId)
}

/** Newest first. Pinned ones stand among the others here; the list shows them apart. */
function inOrder(conversations: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return conversations.toSorted((a, b) => b.updatedAt - a.updatedAt)
}
