// Groups conversations by day for the history list. Pure; ConversationList.tsx names the days.

import type { ConversationSummary } from '../../shared/types/conversations.ts'

export type DayName = { readonly kind: 'pinned' | 'today' | 'yesterday' } | { readonly kind: 'date'; readonly timestamp: number }

export interface DayGroup {
  readonly name: DayName
  readonly conversations: readonly ConversationSummary[]
}

/** Pinned conversations first, then by local calendar day, in the given order. `now` in milliseconds since 1970. */
export function groupByDay(conversations: readonly ConversationSummary[], now: number): readonly DayGroup[] {
  const pinned = conversations.filter((each) => each.isPinned)
  const days: { name: DayName; day: number; conversations: ConversationSummary[] }[] = []
  for (const conversation of conversations) {
    if (conversation.isPinned) continue
    const day = startOfDay(conversation.updatedAt)
    const last = days.at(-1)
    if (last?.day === day) last.conversations.push(conversation)
    else days.push({ name: getDayName(day, now), day, conversations: [conversation] })
  }
  const unpinned = days.map(({ name, conversations: dayConversations }) => ({ name, conversations: dayConversations }))
  return pinned.length === 0 ? unpinned : [{ name: { kind: 'pinned' }, conversations: pinned }, ...unpinned]
}

function getDayName(day: number, now: number): DayName {
  const today = startOfDay(now)
  if (day === today) return { kind: 'today' }
  // A day may have 23 or 25 hours, so yesterday is calculated by the calendar.
  const yesterday = new Date(today)
  yesterday.setDate(yesterday.getDate() - 1)
  return day === yesterday.getTime() ? { kind: 'yesterday' } : { kind: 'date', timestamp: day }
}

function startOfDay(timestamp: number): number {
  return new Date(timestamp).setHours(0, 0, 0, 0)
}
