// What main tells of runs while they go on: how far they are, their text as it comes, and the saved answer that takes its place at the end.

import type { Answer } from '../../shared/types/conversations.ts'
import type { RunEnded, RunProgress, RunText } from '../../shared/types/runs.ts'
import { put } from './history.ts'
import { change, state } from './store.ts'
import { allShown, withAnswer } from './comparison.ts'
import { rereadOnce } from './conversation.ts'
import { append, noText, thoughtMs, withThought } from './live-text.ts'

/** Hears `run.phase`. */
export function receivePhase(progress: RunProgress): void {
  change({ progress: { ...state().progress, [progress.runId]: progress } })
}

/** Hears `run.text`. */
export function receiveText(piece: RunText): void {
  const { live, conversation } = state()
  const appended = append(live[piece.runId] ?? noText, piece, Date.now())
  if (appended.kind === 'grown') change({ live: { ...live, [piece.runId]: appended.live } })
  else if (piece.conversationId === conversation.id) void rereadOnce(piece.conversationId)
}

/** Hears `run.ended`: the saved answer replaces what was shown, and the conversation moves up in the history. */
export function receiveEnd({ conversation, answer }: RunEnded): void {
  replace(answer)
  noteThinking(answer)
  if (conversation === null) return
  if (state().conversation.id === conversation.id) change({ conversation: { ...state().conversation, title: conversation.title } })
  put(conversation)
}

/** Whether a model thinks is known from what it has done. */
function noteThinking({ reasoning, model }: Answer): void {
  const { thinkingModels } = state()
  if (reasoning !== '' && !thinkingModels.includes(model)) change({ thinkingModels: [...thinkingModels, model] })
}

/** Puts an answer in the place of the one with its id, if that is on screen, and lets go of its live text. */
function replace(answer: Answer): void {
  const { conversation, live, progress, thoughts } = state()
  const { [answer.id]: ended, ...stillLive } = live
  const { [answer.id]: _over, ...stillGoing } = progress
  const thought = ended === undefined ? null : thoughtMs(ended, Date.now())
  const shown = allShown(conversation).find(({ id }) => id === answer.id)
  change({
    conversation: shown === undefined ? conversation : withAnswer(conversation, answer.id, { ...answer, siblings: shown.siblings }),
    live: stillLive,
    progress: stillGoing,
    thoughts: thought === null ? thoughts : withThought(thoughts, answer.id, thought),
  })
}
