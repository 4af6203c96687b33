// Going to another branch of a conversation: a sibling, one answer of a comparison, or a new conversation that begins with this one.

import type { AnswerWithSiblings, MessageWithSiblings } from '../../shared/types/messages.ts'
import { translate } from '../i18n/i18n.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { saveDraftNow, setModel } from './composer.ts'
import { getConversation, setBranchStep } from './conversation.ts'
import { upsertConversation } from './history.ts'
import { applyConversation, goToConversation } from './open-conversation.ts'
import { showProgressToast, showToast } from './toasts.ts'

/** Shows a sibling of this message, and the branch below it. */
export async function showSibling({ id: messageId, parentId }: MessageWithSiblings, step: 'previous' | 'next'): Promise<void> {
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
  applyConversation(reply.value, { scrollTarget: { messageId: sibling.id, words: [] } })
}

/** Chooses one of the answers side by side: the conversation goes on from it, with its model. The others stay as its siblings. */
export async function pickAnswer(answer: AnswerWithSiblings): Promise<void> {
  if (await switchComparison('history.pickAnswer', answer)) setModel(answer.model)
}

/** Shows an answer side by side with the others of its comparison again. */
export async function showComparison(answer: AnswerWithSiblings): Promise<void> {
  await switchComparison('history.showComparison', answer)
}

/** Returns whether the result is shown. */
async function switchComparison(
  name: 'history.pickAnswer' | 'history.showComparison',
  { id: messageId, parentId }: AnswerWithSiblings,
): Promise<boolean> {
  const conversationId = getConversation().id
  const reply = await callMainWithToast(name, { conversationId, messageId, from: parentId })
  if (!reply.ok) return false
  if (reply.value !== null) applyConversation(reply.value)
  return getConversation().id === conversationId
}

let isForking = false

/**
 * Copies the conversation up to this message into a new one, and opens that. Copying a long one takes a while; meanwhile no other copy is
 * started, and a person who has opened another conversation is not taken away from it: a toast then names the new one.
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
  upsertConversation(reply.value)
  if (getConversation().id === conversationId) goToConversation(reply.value)
  else showToast(translate('chat.forked', { title: reply.value.title }))
}
