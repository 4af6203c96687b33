// What main tells of runs while they go on: how far they are, their text as it comes, and the saved answer that takes its place at the end.

import type { Answer } from '../../shared/types/messages.ts'
import type { RunEnded, RunText } from '../../shared/types/runs.ts'
import type { RunProgress } from '../../shared/types/progress.ts'
import { upsertConversation } from './history.ts'
import { setState, getState } from './store.ts'
import { getShownMessages, withAnswer } from './comparison.ts'
import { reloadConversationOnce } from './conversation.ts'
import { appendChunk, emptyLiveText, getReasoningMs, addReasoningTime } from './live-text.ts'

/** Hears `run.progress`. */
export function onRunPhase(progress: RunProgress): void {
  setState({ progress: { ...getState().progress, [progress.runId]: progress } })
}

/** Hears `run.text`. */
export function onRunText(chunk: RunText): void {
  const { liveTexts, conversation } = getState()
  const appended = appendChunk(liveTexts[chunk.runId] ?? emptyLiveText, chunk, Date.now())
  if (appended.kind === 'appended') setState({ liveTexts: { ...liveTexts, [chunk.runId]: appended.live } })
  else if (chunk.conversationId === conversation.id) void reloadConversationOnce(chunk.conversationId)
}

/** Hears `run.ended`: the saved answer replaces what was shown, and the conversation moves up in the history. */
export function onRunEnded({ conversation, answer }: RunEnded): void {
  showSavedAnswer(answer)
  recordThinkingModel(answer)
  if (conversation === null) return
  if (getState().conversation.id === conversation.id) setState({ conversation: { ...getState().conversation, title: conversation.title } })
  upsertConversation(conversation)
}

/** Whether a model thinks is known from what it has done. */
function recordThinkingModel({ reasoning, model }: Answer): void {
  const { thinkingModels } = getState()
  if (reasoning !== '' && !thinkingModels.includes(model)) setState({ thinkingModels: [...thinkingModels, model] })
}

/** Puts an answer in the place of the one with its id, if that is on screen, and lets go of its live text. */
function showSavedAnswer(answer: Answer): void {
  const { conversation, liveTexts, progress, reasoningTimes } = getState()
  const { [answer.id]: endedText, ...otherLiveTexts } = liveTexts
  const { [answer.id]: _endedProgress, ...otherProgress } = progress
  const reasoningMs = endedText === undefined ? null : getReasoningMs(endedText, Date.now())
  const shownAnswer = getShownMessages(conversation).find(({ id }) => id === answer.id)
  setState({
    conversation:
      shownAnswer === undefined ? conversation : withAnswer(conversation, answer.id, { ...answer, siblings: shownAnswer.siblings }),
    liveTexts: otherLiveTexts,
    progress: otherProgress,
    reasoningTimes: reasoningMs === null ? reasoningTimes : addReasoningTime(reasoningTimes, answer.id, reasoningMs),
  })
}
