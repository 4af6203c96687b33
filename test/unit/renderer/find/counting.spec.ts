// Counting in a whole conversation: in order, once read, in slices, and only for the newest question.

import { expect, test } from '@playwright/test'
import type { Said } from '../../../../shared/types/conversations.ts'
import { createCounting } from '../../../../renderer/find/counting.ts'
import type { Count } from '../../../../renderer/state/find.ts'

const prompt = (id: string, text: string, names: readonly string[] = []): Said => ({ kind: 'prompt', id, text, names })
const answer = (id: string, text: string, reasoning = ''): Said => ({ kind: 'answer', id, text, reasoning, task: 'chat' })

/** Each look at this clock takes a while, so that a slice ends at every message. */
const hurriedClock = (): (() => number) => {
  let now = 0
  return () => (now += 60)
}

async function counted(said: readonly Said[], query: string): Promise<Count | undefined> {
  const counting = createCounting(() => Promise.resolve())
  for (const each of said) counting.hold(each)
  const told: Count[] = []
  const order = said.map(({ id }) => id)
  await counting.count(order, query, (count) => told.push(count))
  return told.at(-1)
}

test('counts in prompts as they were typed, in answers as they are shown, and in their reasoning', async () => {
  const said = [prompt('1', 'a **fig** and **f**ig'), answer('2', '**f**ig, [a fig](https://fig.example)', 'fig?'), prompt('3', 'none')]
  expect(await counted(said, 'fig')).toEqual({
    hits: [
      { messageId: '1', fromEnd: 2, count: 1 },
      { messageId: '2', fromEnd: 1, count: 3 },
    ],
    total: 4,
    looked: 3,
  })
})

test('counts in the names of what went along, and finds nothing across two of them', async () => {
  const said = [prompt('1', 'a fig', ['fig.png', 'fig and fig.txt']), prompt('2', '', ['figs'])]
  expect((await counted(said, 'fig'))?.total).toBe(5)
  expect((await counted([prompt('1', 'tree', ['a fig', 'tree'])], 'fig tree'))?.total).toBe(0)
})

test('reads a continued text as it is, without markdown', async () => {
  const said: Said = { kind: 'answer', id: '1', text: 'f**i**g', reasoning: '', task: 'continue' }
  expect((await counted([said], 'fig'))?.total).toBe(0)
})

test('finds nothing across two paragraphs or two cells', async () => {
  expect((await counted([answer('1', 'a fig\n\ntree'), answer('2', '| fig | tree |\n|---|---|')], 'fig tree'))?.total).toBe(0)
})

test('counts what was added to an answer that grows', async () => {
  const counting = createCounting(() => Promise.resolve())
  const totals: number[] = []
  for (const text of ['a fi', 'a fig', 'a fig\n\n- fig', 'a fig\n\n- fig\n- **f**ig']) {
    counting.hold(answer('1', text))
    await counting.count(['1'], 'fig', ({ total }) => totals.push(total))
  }
  expect(totals).toEqual([0, 1, 2, 3])
})

test('begins at the end, tells how far it is, and lets others have their turn', async () => {
  let pauses = 0
  const counting = createCounting(async () => void (pauses += 1), hurriedClock())
  const said = Array.from({ length: 20 }, (_, index) => prompt(`${index}`, 'fig'))
  for (const each of said) counting.hold(each)
  const told: Count[] = []
  const order = said.map(({ id }) => id)
  expect(await counting.count(order, 'fig', (count) => told.push(count))).toBe(true)
  expect(pauses).toBeGreaterThan(15)
  expect(told.length).toBeGreaterThan(3)
  for (const { hits, looked } of told) expect(hits.map(({ messageId }) => messageId)).toEqual(order.slice(order.length - looked))
})

test('ends for a newer question', async () => {
  const counting = createCounting(() => Promise.resolve(), hurriedClock())
  const said = Array.from({ length: 20 }, (_, index) => prompt(`${index}`, 'fig date'))
  for (const each of said) counting.hold(each)
  const order = said.map(({ id }) => id)
  const told: string[] = []
  const older = counting.count(order, 'fig', ({ looked }) => told.push(`fig ${looked}`))
  const newer = counting.count(order, 'date', ({ looked }) => told.push(`date ${looked}`))
  expect(await Promise.all([older, newer])).toEqual([false, true])
  expect(told).toContain('date 20')
  expect(told).not.toContain('fig 20')
})
