// The text of a running answer is put together from pieces that may come twice, late or not at all.

import { expect, test } from '@playwright/test'
import { append, longer, noText, thoughtMs, withThought, type Appended, type LiveText } from '../../../../renderer/state/live-text.ts'
import type { RunText } from '../../../../shared/types/runs.ts'

const piece = (textOffset: number, text: string, reasoningOffset = 0, reasoning = ''): RunText => ({
  runId: 'run',
  conversationId: 'conversation',
  textOffset,
  text,
  reasoningOffset,
  reasoning,
})
const grown = (appended: Appended): LiveText => (appended.kind === 'grown' ? appended.live : noText)

test('adds a piece that follows what is there', () => {
  const live = grown(append(grown(append(noText, piece(0, 'Hel'), 1)), piece(3, 'lo'), 2))
  expect(live.text).toBe('Hello')
})

test('ignores the part of a piece that is already there', () => {
  const live = grown(append({ ...noText, text: 'Hello' }, piece(2, 'llo you'), 1))
  expect(live.text).toBe('Hello you')
})

test('keeps what it has when an old piece comes again', () => {
  const live = grown(append({ ...noText, text: 'Hello' }, piece(0, 'He'), 1))
  expect(live.text).toBe('Hello')
})

test('tells of a gap in the text', () => {
  expect(append({ ...noText, text: 'Hello' }, piece(6, 'you'), 1)).toEqual({ kind: 'gap' })
})

test('tells of a gap in the reasoning', () => {
  expect(append(noText, piece(0, '', 4, 'so'), 1)).toEqual({ kind: 'gap' })
})

test('measures the reasoning from its first piece to the first text', () => {
  const thinking = grown(append(noText, piece(0, '', 0, 'Hmm'), 1000))
  const answering = grown(append(thinking, piece(0, 'Yes', 3), 4000))
  const done = grown(append(answering, piece(3, '!', 3), 9000))
  expect([thoughtMs(thinking, 2500), thoughtMs(done, 9000)]).toEqual([1500, 3000])
})

test('measures no reasoning where there was none', () => {
  expect(thoughtMs(grown(append(noText, piece(0, 'Yes'), 1000)), 2000)).toBeNull()
})

test('measures no reasoning that was there before the window looked', () => {
  const before = { ...noText, text: 'Yes', reasoning: 'Hmm' }
  expect(thoughtMs(grown(append(before, piece(3, '!', 3), 1000)), 2000)).toBeNull()
})

test('keeps the longer one of what was saved and what was seen', () => {
  const seen = { ...noText, text: 'Hello you' }
  expect(longer(seen, { text: 'Hello', reasoning: '' }).text).toBe('Hello you')
  expect(longer(seen, { text: 'Hello you there', reasoning: '' }).text).toBe('Hello you there')
  expect(longer(undefined, { text: 'Hello', reasoning: '' }).text).toBe('Hello')
})

test('remembers how long the newest five hundred answers were thought about', () => {
  let thoughts: Readonly<Record<string, number>> = {}
  for (let run = 1; run <= 600; run += 1) thoughts = withThought(thoughts, `run ${run}`, run)
  thoughts = withThought(thoughts, 'run 101', 7)
  expect([Object.keys(thoughts).length, thoughts['run 100'], thoughts['run 101'], thoughts['run 102'], thoughts['run 600']]).toEqual([
    500,
    undefined,
    7,
    102,
    600,
  ])
})
