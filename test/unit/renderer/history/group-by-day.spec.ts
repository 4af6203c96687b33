// Grouping conversations by the day of their last change, in local time.

import { expect, test } from '@playwright/test'
import { groupByDay, type DayGroup } from '../../../../renderer/history/group-by-day.ts'
import type { ConversationSummary } from '../../../../shared/types/conversations.ts'

const now = new Date(2026, 2, 15, 9, 30).getTime()
const toTimestamp = (day: number, hour: number): number => new Date(2026, 2, day, hour).getTime()
const createConversation = (id: string, updatedAt: number, isPinned = false): ConversationSummary => ({
  id,
  title: id,
  isPinned,
  model: null,
  updatedAt,
  excerpt: '',
})
const describeDays = (days: readonly DayGroup[]): unknown =>
  days.map(({ name, conversations }) => [name.kind, ...conversations.map(({ id }) => id)])

test.describe('days of the history', () => {
  test('names today and yesterday by calendar days, not by hours', () => {
    const conversations = [
      createConversation('early', toTimestamp(15, 0)),
      createConversation('late', toTimestamp(14, 23)),
      createConversation('before', toTimestamp(13, 23)),
    ]
    expect(describeDays(groupByDay(conversations, now))).toEqual([
      ['today', 'early'],
      ['yesterday', 'late'],
      ['date', 'before'],
    ])
  })

  test('puts pinned conversations first and only there', () => {
    const conversations = [
      createConversation('a', toTimestamp(15, 8)),
      createConversation('pinned', toTimestamp(2, 8), true),
      createConversation('b', toTimestamp(15, 7)),
    ]
    expect(describeDays(groupByDay(conversations, now))).toEqual([
      ['pinned', 'pinned'],
      ['today', 'a', 'b'],
    ])
  })

  test('is empty for an empty history', () => expect(groupByDay([], now)).toEqual([]))
})
