// What is done to one message in the tree of its conversation: going to the one beside it, deleting it, going on from it elsewhere.

import { ask } from './ask.ts'
import {
  mostCompared,
  type ConversationSummary,
  type OpenedConversation,
  type PlacedAnswer,
  type PlacedMessage,
} from '../../shared/types/conversations.ts'
import { put, remove } from './history.ts'
import { say } from '../i18n/i18n.ts'
import { change, state } from './store.ts'
import { endUndosIn, showToast, showWait } from './toast.ts'
import { goTo, saveDraftNow, showAgain } from './conversation.ts'

/** Shows the message beside this one, with what was said after it. */
export async function showSibling({ id: messageId, parentId }: PlacedMessage, step: 'previous' | 'next'): Promise<void> {
  // The one beside it stands where this one stood.
  const reply = await ask('history.branch', { conversationId: state().conversation.id, messageId, step, from: parentId })
  if (!reply.ok || reply.value === null) return
  const beside = reply.value.messages.find((message) => message.parentId === parentId)
  if (beside === undefined) return
  change({ arrived: { messageId: beside.id, step } })
  showAgain(reply.value, { messageId: beside.id, words: [] })
}

/** Deletes a message with all that follows it and offers to take that back. Without its only first prompt a conversation goes as a whole. */
export async function removeMessage(message: PlacedMessage): Promise<void> {
  const { conversation } = state()
  const ids = { conversationId: conversation.id, messageId: message.id, from: message.parentId }
  if (message.parentId === null && message.siblings.count === 1) {
    return remove(conversation, say('history.deleted', { title: conversation.title }))
  }
  const isLast = conversation.messages.at(-1)?.id === message.id || conversation.comparison?.some(({ id }) => id === message.id) === true
  const reply = await ask('history.deleteMessage', ids)
  if (!reply.ok) return
  takeOver(reply.value)
  const undo = () => void ask('history.undoDeleteMessage', ids).then((undone) => undone.ok && takeOver(undone.value))
  showToast(say(deletedWords(message, isLast)), undo, message.kind === 'answer' ? message.comparison : null)
}

/** Where as many answers are side by side as may be, one that was deleted has no place to come back to: that is not offered then. */
export function endUndosIfFull(answers: readonly PlacedAnswer[] | null): void {
  const comparison = answers?.[0]?.comparison ?? null
  if (answers !== null && answers.length >= mostCompared && comparison !== null) endUndosIn(comparison)
}

function deletedWords({ kind }: PlacedMessage, isLast: boolean) {
  if (kind === 'prompt') return 'chat.deletedPrompt'
  return isLast ? 'chat.deletedAnswer' : 'chat.deletedAnswerOn'
}

/** Goes on with one of the answers that are side by side, by its model. The others stay beside it. */
export async function pick(answer: PlacedAnswer): Promise<void> {
  if (await changeShown('history.pick', answer)) change({ model: answer.model })
}

/** Shows an answer side by side with those that it was compared with. */
export async function showSideBySide(answer: PlacedAnswer): Promise<void> {
  await changeShown('history.compare', answer)
}

/** Whether what is shown now is what came of it. */
async function changeShown(name: 'history.pick' | 'history.compare', { id: messageId, parentId }: PlacedAnswer): Promise<boolean> {
  const conversationId = state().conversation.id
  const reply = await ask(name, { conversationId, messageId, from: parentId })
  if (!reply.ok) return false
  takeOver(reply.value)
  return state().conversation.id === conversationId
}

let isForking = false

/**
 * Goes on in a new conversation with what was said up to this message. Making it of a long one takes a while, in which no other is begun:
 * who left stays away, and is told.
 */
export async function forkAt({ id: messageId }: PlacedMessage): Promise<void> {
  if (isForking) return
  isForking = true
  saveDraftNow()
  const conversationId = state().conversation.id
  const endWait = showWait(say('chat.forking'))
  const reply = await ask('history.fork', { conversationId, messageId })
  endWait()
  isForking = false
  if (!reply.ok || reply.value === null) return
  put(summaryOf(reply.value))
  if (state().conversation.id === conversationId) goTo(reply.value)
  else showToast(say('chat.forked', { title: reply.value.title }))
}

function takeOver(conversation: OpenedConversation | null): void {
  if (conversation === null) return
  showAgain(conversation)
  put(summaryOf(conversation))
  endUndosIfFull(conversation.comparison)
}

function summaryOf({ id, title, isPinned, model, updatedAt, excerpt }: OpenedConversation): ConversationSummary {
  return { id, title, isPinned, model, updatedAt, excerpt }
}
