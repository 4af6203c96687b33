// Slice: the list of conversations, as far as it has been read, newest first; and renaming and pinning one of them.

import type { ConversationPage, ConversationSummary } from '../../shared/types/conversations.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { setConversationTitle } from './conversation.ts'
import { createSlice } from './slice.ts'

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

/** Adds a conversation to the list, or updates it. An older state than the listed one is ignored: an event may arrive before a reply. */
export function upsertConversation({ id, title, isPinned, model, updatedAt, excerpt }: ConversationSummary): void {
  const listed = slice.get().conversations.find((each) => each.id === id)
  if (listed !== undefined && listed.updatedAt > updatedAt) return
  slice.set({ conversations: sortNewestFirst([{ id, title, isPinned, model, updatedAt, excerpt }, ...listOthers(id)]) })
}

/** Removes a conversation that was deleted. */
export function removeConversation(conversationId: string): void {
  slice.set({ conversations: listOthers(conversationId) })
}

/** Renames a conversation. With an empty title it gets its first words as title again. */
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

function listOthers(conversationId: string): readonly ConversationSummary[] {
  return slice.get().conversations.filter(({ id }) => id !== conversationId)
}

/** Pinned ones are not sorted apart: the component that shows the list does that. */
function sortNewestFirst(conversations: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return conversations.toSorted((a, b) => b.updatedAt - a.updatedAt)
}
