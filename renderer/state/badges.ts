// What the history tells of conversations that go on while another one is read: an answer is being written, or one has come. A mark of
// the past goes when its conversation is opened.

import { onMainEvent } from './bridge.ts'
import { getRunningAnswerIds } from './comparison.ts'
import type { RunEnded, RunText } from '../../shared/types/runs.ts'
import { setState, getState, useStore, type OpenConversation, type AppState } from './store.ts'

export type Badge =
  /** An answer is being written. */
  | 'writing'
  /** An answer, or a part of one, came while another conversation was open. */
  | 'answered'
  /** The same, but nothing came. */
  | 'failed'

/** Follows the runs, and what is opened, from now on. */
export function watchBadges(): void {
  onMainEvent('run.text', onRunText)
  onMainEvent('run.ended', onRunEnded)
  useStore.subscribe((current, previous) => {
    if (current.conversation !== previous.conversation) refreshOpenBadge(current.conversation)
    for (const id of findDeletedIds(previous, current)) setBadge(id, null)
  })
}

/** Null takes the mark away. */
export function setBadge(conversationId: string, badge: Badge | null): void {
  const { badges } = getState()
  if ((badges[conversationId] ?? null) === badge) return
  const { [conversationId]: _previous, ...others } = badges
  setState({ badges: badge === null ? others : { ...others, [conversationId]: badge } })
}

/** Not of one that is not listed: it may be deleted, and the end of its run is then told without it. */
function onRunText({ conversationId }: RunText): void {
  const { badges, history } = getState()
  if (badges[conversationId] === 'writing') return
  if (history.conversations.some(({ id }) => id === conversationId)) setBadge(conversationId, 'writing')
}

function onRunEnded({ conversation, answer: { id, text, outcome, firstTextMs } }: RunEnded): void {
  if (conversation === null) return
  const isSeen = getState().conversation.id === conversation.id || outcome.kind === 'stopped'
  // An answer that was to go on has text from the beginning.
  const isNew = text !== '' && firstTextMs !== null
  // Of several that are written side by side the last one ends it.
  const others = Object.values(getState().progress).some((run) => run.conversationId === conversation.id && run.runId !== id)
  if (others) return
  setBadge(conversation.id, isSeen ? null : isNew ? 'answered' : 'failed')
}

/** What is on screen speaks for itself, but for an answer that is being written. */
function refreshOpenBadge(conversation: OpenConversation): void {
  setBadge(conversation.id, isAnswering(conversation) ? 'writing' : null)
}

/** Whether its newest answer is being written, or one of those that are side by side. */
export function isAnswering(conversation: OpenConversation): boolean {
  return getRunningAnswerIds(conversation).length > 0
}

/** The conversations that are not listed any more. */
export function findDeletedIds({ history: previous }: AppState, { history: current }: AppState): readonly string[] {
  if (previous === current) return []
  const remainingIds = new Set(current.conversations.map(({ id }) => id))
  return previous.conversations.flatMap(({ id }) => (remainingIds.has(id) ? [] : id))
}
