// Main's events about runs: their text as it comes, and the saved answer that replaces it at the end.

import type { Answer } from '../../shared/types/messages.ts'
import type { RunEnded, RunText } from '../../shared/types/runs.ts'
import { getShownMessages, withAnswer } from './comparison.ts'
import { getConversation, replaceConversation, setConversationTitle } from './conversation.ts'
import { upsertConversation } from './history.ts'
import { addText, removeRun } from './live-runs.ts'
import { addThinkingModel } from './models.ts'
import { reloadConversationOnce } from './open-conversation.ts'

/** Handles `run.text`. */
export function onRunText(chunk: RunText): void {
  if (addText(chunk) === 'gap' && chunk.conversationId === getConversation().id) void reloadConversationOnce(chunk.conversationId)
}

/** Handles `run.ended`: shows the saved answer, and moves the conversation up in the history. */
export function onRunEnded({ conversation, answer }: RunEnded): void {
  showSavedAnswer(answer)
  removeRun(answer.id)
  if (answer.reasoning !== '') addThinkingModel(answer.model)
  if (conversation === null) return
  setConversationTitle(conversation)
  upsertConversation(conversation)
}

/** Replaces the answer with this id, if it is on screen. */
function showSavedAnswer(answer: Answer): void {
  const conversation = getConversation()
  const shownAnswer = getShownMessages(conversation).find(({ id }) => id === answer.id)
  if (shownAnswer !== undefined) replaceConversation(withAnswer(conversation, answer.id, { ...answer, siblings: shownAnswer.siblings }))
}
