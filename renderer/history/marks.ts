// What the history tells of conversations that go on while another one is read: an answer is being written, or one has come. A mark of
// the past goes when its conversation is opened.

import { listen } from '../bridge.ts'
import type { RunEnded, RunText } from '../../electron/shared/types/runs.ts'
import { change, state, useWindow, type OpenConversation, type WindowState } from '../store.ts'

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

/** The last words of an answer may come when its conversation was deleted already, and the end of that one is told without a name. */
function hearText({ conversationId }: RunText): void {
  const { history, conversation } = state()
  const isThere = conversation.id === conversationId || history.conversations.some(({ id }) => id === conversationId)
  if (isThere) mark(conversationId, 'writing')
}

function hearEnd({ conversation, answer: { text, outcome } }: RunEnded): void {
  if (conversation === null) return
  const isSeen = state().conversation.id === conversation.id || outcome.kind === 'stopped'
  mark(conversation.id, isSeen ? null : text === '' ? 'failed' : 'answered')
}

/** What is on screen speaks for itself, but for an answer that is being written. */
function look(conversation: OpenConversation): void {
  mark(conversation.id, isAnswering(conversation) ? 'writing' : null)
}

/** Whether its newest answer is being written. */
export function isAnswering({ messages }: OpenConversation): boolean {
  const last = messages.at(-1)
  return last?.kind === 'answer' && last.outcome.kind === 'running'
}

/** The conversations that are not listed any more. */
export function deletedBetween({ history: before }: WindowState, { history: now }: WindowState): readonly string[] {
  if (before === now) return []
  const left = new Set(now.conversations.map(({ id }) => id))
  return before.conversations.flatMap(({ id }) => (left.has(id) ? [] : id))
}
