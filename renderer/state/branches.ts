// What is done to one message in the tree of its conversation: going to the one beside it, deleting it, going on from it elsewhere.

import { callMainWithToast } from './call-with-toast.ts'
import type { ConversationSummary, OpenedConversation } from '../../shared/types/conversations.ts'
import { type AnswerWithSiblings, maxComparedModels, type MessageWithSiblings } from '../../shared/types/messages.ts'
import { upsertConversation, deleteConversation } from './history.ts'
import { translate } from '../i18n/i18n.ts'
import { dismissUndoToasts, showToast, showProgressToast } from './toasts.ts'
import { saveDraftNow, setModel } from './composer.ts'
import { getConversation, setBranchStep } from './conversation.ts'
import { goToConversation, refreshConversation } from './open-conversation.ts'

/** Shows the message beside this one, with what was said after it. */
export async function showSibling({ id: messageId, parentId }: MessageWithSiblings, step: 'previous' | 'next'): Promise<void> {
  // The one beside it stands where this one stood.
  const reply = await callMainWithToast('history.switchBranch', {
    conversationId: getConversation().id,
    messageId,
    step,
    from: parentId,
  })
  if (!reply.ok || reply.value === null) return
  const sibling = reply.value.messages.find((message) => message.parentId === parentId)
  if (sibling === undefined) return
  setBranchStep({ messageId: sibling.id, step })
  refreshConversation(reply.value, { messageId: sibling.id, words: [] })
}

/** Deletes a message with all that follows it and offers to take that back. Without its only first prompt a conversation goes as a whole. */
export async function deleteMessage(message: MessageWithSiblings): Promise<void> {
  const conversation = getConversation()
  const ids = { conversationId: conversation.id, messageId: message.id, from: message.parentId }
  if (message.parentId === null && message.siblings.count === 1) {
    return deleteConversation(conversation, translate('history.deleted', { title: conversation.title }))
  }
  const isLast = conversation.messages.at(-1)?.id === message.id || conversation.comparison?.some(({ id }) => id === message.id) === true
  const reply = await callMainWithToast('history.deleteMessage', ids)
  if (!reply.ok) return
  applyConversation(reply.value)
  const undo = () =>
    void callMainWithToast('history.undoDeleteMessage', ids).then((undoReply) => undoReply.ok && applyConversation(undoReply.value))
  showToast(translate(getDeletedToastKey(message, isLast)), undo, message.kind === 'answer' ? message.comparisonId : null)
}

/** Where as many answers are side by side as may be, one that was deleted has no place to come back to: that is not offered then. */
export function dismissUndoToastsIfFull(answers: readonly AnswerWithSiblings[] | null): void {
  const comparisonId = answers?.[0]?.comparisonId ?? null
  if (answers !== null && answers.length >= maxComparedModels && comparisonId !== null) dismissUndoToasts(comparisonId)
}

function getDeletedToastKey({ kind }: MessageWithSiblings, isLast: boolean) {
  if (kind === 'prompt') return 'chat.deletedPrompt'
  return isLast ? 'chat.deletedAnswer' : 'chat.deletedAnswerOn'
}

/** Goes on with one of the answers that are side by side, by its model. The others stay beside it. */
export async function pickAnswer(answer: AnswerWithSiblings): Promise<void> {
  if (await switchComparison('history.pickAnswer', answer)) setModel(answer.model)
}

/** Shows an answer side by side with those that it was compared with. */
export async function showComparison(answer: AnswerWithSiblings): Promise<void> {
  await switchComparison('history.showComparison', answer)
}

/** Whether what is shown now is what came of it. */
async function switchComparison(
  name: 'history.pickAnswer' | 'history.showComparison',
  { id: messageId, parentId }: AnswerWithSiblings,
): Promise<boolean> {
  const conversationId = getConversation().id
  const reply = await callMainWithToast(name, { conversationId, messageId, from: parentId })
  if (!reply.ok) return false
  applyConversation(reply.value)
  return getConversation().id === conversationId
}

let isForking = false

/**
 * Goes on in a new conversation with what was said up to this message. Making it of a long one takes a while, in which no other is begun:
 * who left stays away, and is told.
 */
export async function forkConversation({ id: messageId }: MessageWithSiblings): Promise<void> {
  if (isForking) return
  isForking = true
  saveDraftNow()
  const conversationId = getConversation().id
  const hideWaitToast = showProgressToast(translate('chat.forking'))
  const reply = await callMainWithToast('history.fork', { conversationId, messageId })
  hideWaitToast()
  isForking = false
  if (!reply.ok || reply.value === null) return
  upsertConversation(toSummary(reply.value))
  if (getConversation().id === conversationId) goToConversation(reply.value)
  else showToast(translate('chat.forked', { title: reply.value.title }))
}

function applyConversation(conversation: OpenedConversation | null): void {
  if (conversation === null) return
  refreshConversation(conversation)
  upsertConversation(toSummary(conversation))
  dismissUndoToastsIfFull(conversation.comparison)
}

function toSummary({ id, title, isPinned, model, updatedAt, excerpt }: OpenedConversation): ConversationSummary {
  return { id, title, isPinned, model, updatedAt, excerpt }
}
