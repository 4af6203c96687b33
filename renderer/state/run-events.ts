// Main's events about runs: their text as it comes, and the saved answer that replaces it at the end.

import type { RunEnded, RunText } from '../../shared/types/runs.ts'
import { getConversation, setConversationTitle, showEndedAnswer } from './conversation.ts'
import { upsertConversation } from './history.ts'
import { addText, removeRun } from './live-runs.ts'
import { addThinkingModel } from './models.ts'
import { reloadConversationOnce } from './open-conversation.ts'

/** Handles `run.text`. */
export function onRunText(chunk: RunText): void {
  const { id, startingRunIds } = getConversation()
  const isGap = addText(chunk) === 'gap'
  // Until main has replied, the text that a continued answer begins with is not known here. The reply brings it.
  if (isGap && chunk.conversationId === id && !startingRunIds.includes(chunk.runId)) void reloadConversationOnce(id)
}

/** Handles `run.ended`: shows the saved answer, and moves the conversation up in the history. */
export function onRunEnded({ conversation, answer }: RunEnded): void {
  showEndedAnswer(answer)
  removeRun(answer.id)
  if (answer.reasoning !== '') addThinkingModel(answer.model)
  if (conversation === null) return
  setConversationTitle(conversation)
  upsertConversation(conversation)
}
