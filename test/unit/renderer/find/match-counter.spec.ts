// Counting matches in a whole conversation: in order, in slices, incrementally, and only for the latest query.

import { expect, test } from '@playwright/test'
import type { SearchableText } from '../../../../shared/types/search.ts'
import { createMatchCounter } from '../../../../renderer/find/match-counter.ts'
import type { CountedMatches } from '../../../../renderer/state/find.ts'

const createPrompt = (id: string, text: string, attachmentNames: readonly string[] = []): SearchableText => ({
  kind: 'prompt',
  id,
  text,
  attachmentNames,
})
const createAnswer = (id: string, text: string, reasoning = ''): SearchableText => ({ kind: 'answer', id, text, reasoning, task: 'chat' })

/** Advances at every reading, so that a slice ends after every message. */
const createAdvancingClock = (): (() => number) => {
  let now = 0
  return () => (now += 60)
}

async function countMatches(searchablePages: readonly SearchableText[], query: string): Promise<CountedMatches | undefined> {
  const matchCounter = createMatchCounter(() => Promise.resolve())
  for (const page of searchablePages) matchCounter.setMessage(page)
  const reportedCounts: CountedMatches[] = []
  const order = searchablePages.map(({ id }) => id)
  await matchCounter.count(order, query, (count) => reportedCounts.push(count))
  return reportedCounts.at(-1)
}

test.describe('match counter', () => {
  test('counts in typed prompts, displayed answers and reasoning', async () => {
    const searchablePages = [
      createPrompt('1', 'a **fig** and **f**ig'),
      createAnswer('2', '**f**ig, [a fig](https://fig.example)', 'fig?'),
      createPrompt('3', 'none'),
    ]
    expect(await countMatches(searchablePages, 'fig')).toEqual({
      messageMatches: [
        { messageId: '1', fromEnd: 2, count: 1 },
        { messageId: '2', fromEnd: 1, count: 3 },
      ],
      total: 4,
      searchedCount: 3,
    })
  })

  test('counts in attachment names, not across two of them', async () => {
    const searchablePages = [createPrompt('1', 'a fig', ['fig.png', 'fig and fig.txt']), createPrompt('2', '', ['figs'])]
    expect((await countMatches(searchablePages, 'fig'))?.total).toBe(5)
    expect((await countMatches([createPrompt('1', 'tree', ['a fig', 'tree'])], 'fig tree'))?.total).toBe(0)
  })

  test('does not parse continued text as markdown', async () => {
    const searchablePages: SearchableText = { kind: 'answer', id: '1', text: 'f**i**g', reasoning: '', task: 'continue' }
    expect((await countMatches([searchablePages], 'fig'))?.total).toBe(0)
  })

  test('finds nothing across two paragraphs or cells', async () => {
    expect(
      (await countMatches([createAnswer('1', 'a fig\n\ntree'), createAnswer('2', '| fig | tree |\n|---|---|')], 'fig tree'))?.total,
    ).toBe(0)
  })

  test('counts what was added to a growing answer', async () => {
    const matchCounter = createMatchCounter(() => Promise.resolve())
    const totals: number[] = []
    for (const text of ['a fi', 'a fig', 'a fig\n\n- fig', 'a fig\n\n- fig\n- **f**ig']) {
      matchCounter.setMessage(createAnswer('1', text))
      await matchCounter.count(['1'], 'fig', ({ total }) => totals.push(total))
    }
    expect(totals).toEqual([0, 1, 2, 3])
  })

  test('starts at the end, reports progress and yields between slices', async () => {
    let pauses = 0
    const matchCounter = createMatchCounter(async () => void (pauses += 1), createAdvancingClock())
    const searchablePages = Array.from({ length: 20 }, (_, index) => createPrompt(`${index}`, 'fig'))
    for (const page of searchablePages) matchCounter.setMessage(page)
    const reportedCounts: CountedMatches[] = []
    const order = searchablePages.map(({ id }) => id)
    expect(await matchCounter.count(order, 'fig', (count) => reportedCounts.push(count))).toBe(true)
    expect(pauses).toBeGreaterThan(15)
    expect(reportedCounts.length).toBeGreaterThan(3)
    for (const { messageMatches, searchedCount } of reportedCounts)
      expect(messageMatches.map(({ messageId }) => messageId)).toEqual(order.slice(order.length - searchedCount))
  })

  test('stops for a newer query', async () => {
    const matchCounter = createMatchCounter(() => Promise.resolve(), createAdvancingClock())
    const searchablePages = Array.from({ length: 20 }, (_, index) => createPrompt(`${index}`, 'fig date'))
    for (const page of searchablePages) matchCounter.setMessage(page)
    const order = searchablePages.map(({ id }) => id)
    const reportedCounts: string[] = []
    const olderCount = matchCounter.count(order, 'fig', ({ searchedCount }) => reportedCounts.push(`fig ${searchedCount}`))
    const newerCount = matchCounter.count(order, 'date', ({ searchedCount }) => reportedCounts.push(`date ${searchedCount}`))
    expect(await Promise.all([olderCount, newerCount])).toEqual([false, true])
    expect(reportedCounts).toContain('date 20')
    expect(reportedCounts).not.toContain('fig 20')
  })
})
