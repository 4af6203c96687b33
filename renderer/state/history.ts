// The list of conversations and what is done to one of them. Main owns it; here is the part that has been read, kept in order.

import { callMainWithToast } from './call-with-toast.ts'
import { callMain } from './bridge.ts'
import type { Failure } from '../../shared/failures.ts'
import type { ConversationSummary } from '../../shared/types/conversations.ts'
import { startNewConversation } from './conversation.ts'
import { setState, getState } from './store.ts'
import { showToast } from './toast.ts'

/** Main takes no longer names and searches than this. */
export const maxShortTextLength = 500

let isLoadingMore = false

/** Reads the next page, once at a time. */
export async function loadMoreConversations(): Promise<void> {
  const { next } = getState().history
  if (next === null || isLoadingMore) return
  isLoadingMore = true
  const reply = await callMainWithToast('history.list', { after: next })
  isLoadingMore = false
  if (!reply.ok) return
  const knownIds = new Set(getState().history.conversations.map((each) => each.id))
  const added = reply.value.conversations.filter((each) => !knownIds.has(each.id))
  setState({ history: { conversations: sortNewestFirst([...getState().history.conversations, ...added]), next: reply.value.next } })
}

/** Takes over a conversation as it is now, in its place by when it was last added to. */
export function upsertConversation(conversation: ConversationSummary): void {
  const { history } = getState()
  setState({ history: { ...history, conversations: sortNewestFirst([conversation, ...conversationsWithout(conversation.id)]) } })
}

/** A conversation that has just been sent to moves to the top with the name main gave it, without waiting for the answer's end. */
export async function refreshSentConversation(conversationId: string): Promise<void> {
  const reply = await callMain('history.list', { after: null })
  const sentConversation = reply.ok ? reply.value.conversations.find((each) => each.id === conversationId) : undefined
  if (sentConversation === undefined) return
  upsertConversation(sentConversation)
  const { conversation } = getState()
  if (conversation.id === conversationId) setState({ conversation: { ...conversation, title: sentConversation.title } })
}

/** Gives a conversation another name. An empty one gives it its first words back. */
export async function renameConversation(conversationId: string, title: string): Promise<void> {
  const reply = await callMainWithToast('history.rename', { conversationId, title: title.trim() })
  if (!reply.ok) return
  upsertConversation(reply.value)
  const { conversation } = getState()
  if (conversation.id === conversationId) setState({ conversation: { ...conversation, title: reply.value.title } })
}

export async function setPinned(conversationId: string, isPinned: boolean): Promise<void> {
  const reply = await callMainWithToast('history.pin', { conversationId, isPinned })
  if (reply.ok) upsertConversation(reply.value)
}

/** Deletes a conversation and offers to take that back. `deletedText` is the sentence to show. */
export async function deleteConversation(conversation: Pick<ConversationSummary, 'id'>, toastText: string): Promise<void> {
  const reply = await callMainWithToast('history.delete', { conversationId: conversation.id })
  if (!reply.ok) return
  setState({ history: { ...getState().history, conversations: conversationsWithout(conversation.id) } })
  if (getState().conversation.id === conversation.id) startNewConversation()
  showToast(toastText, () => void undoDeleteConversation(conversation.id))
}

async function undoDeleteConversation(conversationId: string): Promise<void> {
  const reply = await callMainWithToast('history.undoDelete', { conversationId })
  if (reply.ok) upsertConversation(reply.value)
}

/** Hears `history.damaged`: the notice on top says it from now on. */
export function onHistoryDamaged(failure: Failure): void {
  const { start } = getState()
  if (start.kind === 'ready') setState({ start: { ...start, historyProblem: { failure, isOpen: true } } })
}

function conversationsWithout(conversationId: string): readonly ConversationSummary[] {
  return getState().history.conversations.filter((each) => each.id !== conversationId)
}

/** Newest first. Pinned ones stand among the others here; the list shows them apart. */
function sortNewestFirst(conversations: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return conversations.toSorted((a, b) => b.updatedAt - a.updatedAt)
}
