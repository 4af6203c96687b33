// Conversations stand under the day they were last touched, on the calendar of the computer.

import { expect, test } from '@playwright/test'
import { byDay, type Day } from '../../../../renderer/format/days.ts'
import type { ConversationSummary } from '../../../../shared/types/conversations.ts'

const now = new Date(2026, 2, 15, 9, 30).getTime()
const at = (day: number, hour: number): number => new Date(2026, 2, day, hour).getTime()
const conversation = (id: string, updatedAt: number, isPinned = false): ConversationSummary => ({
  id,
  title: id,
  isPinned,
  model: null,
  updatedAt,
  excerpt: '',
})
const told = (days: readonly Day[]): unknown => days.map(({ name, conversations }) => [name.kind, ...conversations.map(({ id }) => id)])

test('names today and yesterday by the calendar, not by hours', () => {
  const conversations = [conversation('early', at(15, 0)), conversation('late', at(14, 23)), conversation('before', at(13, 23))]
  expect(told(byDay(conversations, now))).toEqual([
    ['today', 'early'],
    ['yesterday', 'late'],
    ['date', 'before'],
  ])
})

test('puts pinned conversations first and nowhere else', () => {
  const conversations = [conversation('a', at(15, 8)), conversation('pinned', at(2, 8), true), conversation('b', at(15, 7))]
  expect(told(byDay(conversations, now))).toEqual([
    ['pinned', 'pinned'],
    ['today', 'a', 'b'],
  ])
})

test('shows nothing for an empty history', () => expect(byDay([], now)).toEqual([]))
