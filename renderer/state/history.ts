// Slice: the list of conversations, as far as it has been read, newest first; and what can be done with one of them.

import type { ConversationPage, ConversationSummary } from '../../shared/types/conversations.ts'
import { callMain } from './bridge.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { getConversation, setConversationTitle } from './conversation.ts'
import { startNewConversation } from './open-conversation.ts'
import { createSlice } from './slice.ts'
import { showToast } from './toasts.ts'

/** Main accepts no longer titles and search queries. */
export const maxShortTextLength = 500

const slice = createSlice<ConversationPage>({ conversations: [], next: null })

export const useHistory = slice.use

export function isListed(conversationId: string): boolean {
  return slice.get().conversations.some(({ id }) => id === conversationId)
}

/** Replaces the list, as when the window starts. */
export function setHistory(page: ConversationPage): void {
  slice.set(page)
}

/** Calls the listener for each conversation that leaves the list, until the returned function is called. */
export function watchRemovedConversations(listener: (conversationId: string) => void): () => void {
  return slice.subscribe((current, previous) => {
    if (current.conversations === previous.conversations) return
    const remainingIds = new Set(current.conversations.map(({ id }) => id))
    for (const { id } of previous.conversations) if (!remainingIds.has(id)) listener(id)
  })
}

let isLoadingMore = false

/** Reads the next page, unless that is already being read. */
export async function loadMoreConversations(): Promise<void> {
  const { next } = slice.get()
  if (next === null || isLoadingMore) return
  isLoadingMore = true
  const reply = await callMainWithToast('history.list', { after: next })
  isLoadingMore = false
  if (!reply.ok) return
  const added = reply.value.conversations.filter(({ id }) => !isListed(id))
  slice.set({ conversations: sortNewestFirst([...slice.get().conversations, ...added]), next: reply.value.next })
}

/** Adds a conversation to the list, or updates it there. */
export function upsertConversation(conversation: ConversationSummary): void {
  slice.set({ conversations: sortNewestFirst([conversation, ...listOthers(conversation.id)]) })
}

/** Moves a conversation with a new prompt to the top, with the title that main gave it, before the answer has ended. */
export async function refreshSentConversation(conversationId: string): Promise<void> {
  const reply = await callMain('history.list', { after: null })
  const sentConversation = reply.ok ? reply.value.conversations.find((each) => each.id === conversationId) : undefined
  if (sentConversation === undefined) return
  upsertConversation(sentConversation)
  setConversationTitle(sentConversation)
}

/** Renames a conversation. An empty title stands for its first words. */
export async function renameConversation(conversationId: string, title: string): Promise<void> {
  const reply = await callMainWithToast('history.rename', { conversationId, title: title.trim() })
  if (!reply.ok) return
  upsertConversation(reply.value)
  setConversationTitle(reply.value)
}

export async function setPinned(conversationId: string, isPinned: boolean): Promise<void> {
  const reply = await callMainWithToast('history.pin', { conversationId, isPinned })
  if (reply.ok) upsertConversation(reply.value)
}

/** Deletes a conversation, says so with `toastText`, and offers Undo. */
export async function deleteConversation({ id }: Pick<ConversationSummary, 'id'>, toastText: string): Promise<void> {
  const reply = await callMainWithToast('history.delete', { conversationId: id })
  if (!reply.ok) return
  slice.set({ conversations: listOthers(id) })
  if (getConversation().id === id) startNewConversation()
  showToast(toastText, () => void undoDeleteConversation(id))
}

async function undoDeleteConversation(conversationId: string): Promise<void> {
  const reply = await callMainWithToast('history.undoDelete', { conversationId })
  if (reply.ok) upsertConversation(reply.value)
}

function listOthers(conversationId: string): readonly ConversationSummary[] {
  return slice.get().conversations.filter(({ id }) => id !== conversationId)
}

/** Pinned ones are not sorted apart: the component that shows the list does that. */
function sortNewestFirst(conversations: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return conversations.toSorted((a, b) => b.updatedAt - a.updatedAt)
}
