// Deleting conversations and messages, with Undo.

import type { BranchRequest, ConversationSummary } from '../../shared/types/conversations.ts'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import { translate } from '../i18n/i18n.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { getConversation } from './conversation.ts'
import { removeConversation, upsertConversation } from './history.ts'
import { applyConversation, startNewConversation } from './open-conversation.ts'
import { showToast } from './toasts.ts'

/** Deletes a conversation, says so with `toastText`, and offers Undo. */
export async function deleteConversation({ id }: Pick<ConversationSummary, 'id'>, toastText: string): Promise<void> {
  const reply = await callMainWithToast('history.delete', { conversationId: id })
  if (!reply.ok) return
  removeConversation(id)
  if (getConversation().id === id) startNewConversation()
  showToast(toastText, () => void undoDeleteConversation(id))
}

async function undoDeleteConversation(conversationId: string): Promise<void> {
  const reply = await callMainWithToast('history.undoDelete', { conversationId })
  if (reply.ok) upsertConversation(reply.value)
}

/** Deletes a message and all that follows it, and offers Undo. The only first prompt takes its whole conversation with it. */
export async function deleteMessage(message: MessageWithSiblings): Promise<void> {
  const conversation = getConversation()
  const ids = { conversationId: conversation.id, messageId: message.id, from: message.parentId }
  if (message.parentId === null && message.siblings.count === 1) {
    return deleteConversation(conversation, translate('history.deleted', { title: conversation.title }))
  }
  const isLast = conversation.messages.at(-1)?.id === message.id || conversation.comparison?.some(({ id }) => id === message.id) === true
  const reply = await callMainWithToast('history.deleteMessage', ids)
  if (!reply.ok) return
  if (reply.value !== null) applyConversation(reply.value)
  const toastSlot = message.kind === 'answer' ? message.comparisonId : null
  showToast(translate(getDeletedToastKey(message, isLast)), () => void undoDeleteMessage(ids), toastSlot)
}

async function undoDeleteMessage(ids: BranchRequest): Promise<void> {
  const reply = await callMainWithToast('history.undoDeleteMessage', ids)
  if (reply.ok && reply.value !== null) applyConversation(reply.value)
}

function getDeletedToastKey({ kind }: MessageWithSiblings, isLast: boolean) {
  if (kind === 'prompt') return 'chat.deletedPrompt'
  return isLast ? 'chat.deletedAnswer' : 'chat.deletedAnswerAndRest'
}
