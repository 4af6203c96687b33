// What the history tells of conversations that go on while another one is read: an answer is being written, or one has come. A mark of
// the past goes when its conversation is opened.

import { listen } from './bridge.ts'
import { runningAnswers } from './comparison.ts'
import type { RunEnded, RunText } from '../../shared/types/runs.ts'
import { change, state, useWindow, type OpenConversation, type WindowState } from './store.ts'

export type Mark =
  /** An answer is being written. */
  | 'writing'
  /** An answer, or a part of one, came while another conversation was open. */
  | 'answered'
  /** The same, but nothing came. */
  | 'failed'

/** Follows the runs, and what is opened, from now on. */
export function watchMarks(): void {
  listen('run.text', hearText)
  listen('run.ended', hearEnd)
  useWindow.subscribe((now, before) => {
    if (now.conversation !== before.conversation) look(now.conversation)
    for (const id of deletedBetween(before, now)) mark(id, null)
  })
}

/** Null takes the mark away. */
export function mark(conversationId: string, as: Mark | null): void {
  const { marks } = state()
  if ((marks[conversationId] ?? null) === as) return
  const { [conversationId]: _before, ...others } = marks
  change({ marks: as === null ? others : { ...others, [conversationId]: as } })
}

/** Not of one that is not listed: it may be deleted, and the end of its run is then told without it. */
function hearText({ conversationId }: RunText): void {
  const { marks, history } = state()
  if (marks[conversationId] === 'writing') return
  if (history.conversations.some(({ id }) => id === conversationId)) mark(conversationId, 'writing')
}

function hearEnd({ conversation, answer: { id, text, outcome, firstTextMs } }: RunEnded): void {
  if (conversation === null) return
  const isSeen = state().conversation.id === conversation.id || outcome.kind === 'stopped'
  // An answer that was to go on has text from the beginning.
  const isNew = text !== '' && firstTextMs !== null
  // Of several that are written side by side the last one ends it.
  const others = Object.values(state().progress).some((run) => run.conversationId === conversation.id && run.runId !== id)
  if (others) return
  mark(conversation.id, isSeen ? null : isNew ? 'answered' : 'failed')
}

/** What is on screen speaks for itself, but for an answer that is being written. */
function look(conversation: OpenConversation): void {
  mark(conversation.id, isAnswering(conversation) ? 'writing' : null)
}

/** Whether its newest answer is being written, or one of those that are side by side. */
export function isAnswering(conversation: OpenConversation): boolean {
  return runningAnswers(conversation).length > 0
}

/** The conversations that are not listed any more. */
export function deletedBetween({ history: before }: WindowState, { history: now }: WindowState): readonly string[] {
  if (before === now) return []
  const left = new Set(now.conversations.map(({ id }) => id))
  return before.conversations.flatMap(({ id }) => (left.has(id) ? [] : id))
}
