// Slice: what the history shows of runs in its conversations: one is going on, or an answer came while another conversation was open.

import type { RunEnded, RunText } from '../../shared/types/runs.ts'
import { onMainEvent } from './bridge.ts'
import { getRunIds } from './comparison.ts'
import { getConversation, watchConversation, type OpenConversation } from './conversation.ts'
import { isListed, watchRemovedConversations } from './history.ts'
import { getLiveRuns } from './live-runs.ts'
import { createSlice } from './slice.ts'

export type Badge =
  /** An answer is being written. */
  | 'writing'
  /** An answer, or a part of one, came while another conversation was open. */
  | 'answered'
  /** The same, but nothing came. */
  | 'failed'

/** By conversation id. */
type Badges = Readonly<Record<string, Badge>>

const slice = createSlice<{ readonly badges: Badges }>({ badges: {} })

export function useBadge(conversationId: string): Badge | undefined {
  return slice.use(({ badges }) => badges[conversationId])
}

export function getBadges(): Badges {
  return slice.get().badges
}

/** Null removes the badge. */
export function setBadge(conversationId: string, badge: Badge | null): void {
  const { badges } = slice.get()
  if ((badges[conversationId] ?? null) === badge) return
  const { [conversationId]: _previous, ...others } = badges
  slice.set({ badges: badge === null ? others : { ...others, [conversationId]: badge } })
}

export function clearBadges(): void {
  slice.set({ badges: {} })
}

/** From now on follows the runs, and which conversation is open. */
export function watchBadges(): void {
  onMainEvent('run.text', onRunText)
  onMainEvent('run.ended', onRunEnded)
  watchConversation(refreshOpenBadge)
  watchRemovedConversations((id) => setBadge(id, null))
}

/** A conversation that is not listed gets no badge: it may be deleted, and nothing would remove the badge at the end of its run. */
function onRunText({ conversationId }: RunText): void {
  if (isListed(conversationId)) setBadge(conversationId, 'writing')
}

function onRunEnded({ conversation, answer: { id, text, outcome, firstTextMs } }: RunEnded): void {
  if (conversation === null) return
  const isSeen = getConversation().id === conversation.id || outcome.kind === 'stopped'
  // A continued answer has text from the beginning.
  const hasNewText = text !== '' && firstTextMs !== null
  // Of several answers side by side, the last one removes `writing`.
  const others = Object.values(getLiveRuns().progress).some((run) => run.conversationId === conversation.id && run.runId !== id)
  if (others) return
  setBadge(conversation.id, isSeen ? null : hasNewText ? 'answered' : 'failed')
}

/** The open conversation needs no badge, except while it is being answered. */
function refreshOpenBadge(conversation: OpenConversation): void {
  setBadge(conversation.id, isAnswering(conversation) ? 'writing' : null)
}

/** Whether its newest answer, or one of those side by side, is being written or about to be. */
export function isAnswering(conversation: OpenConversation): boolean {
  return getRunIds(conversation).length > 0
}
