// The text of a running answer, assembled from chunks that may arrive twice, late or never.

import { expect, test } from '@playwright/test'
import {
  appendChunk,
  mergeLiveText,
  emptyLiveText,
  getReasoningMs,
  addReasoningTime,
  type AppendResult,
  type LiveText,
} from '../../../../renderer/state/live-text.ts'
import type { RunText } from '../../../../shared/types/runs.ts'

const createRunText = (textOffset: number, text: string, reasoningOffset = 0, reasoning = ''): RunText => ({
  runId: 'run',
  conversationId: 'conversation',
  textOffset,
  text,
  reasoningOffset,
  reasoning,
})
const getLiveText = (appended: AppendResult): LiveText => (appended.kind === 'appended' ? appended.live : emptyLiveText)

test.describe('live text', () => {
  test('appends a chunk that follows the text', () => {
    const liveText = getLiveText(
      appendChunk(getLiveText(appendChunk(emptyLiveText, createRunText(0, 'Hel'), 1)), createRunText(3, 'lo'), 2),
    )
    expect(liveText.text).toBe('Hello')
  })

  test('ignores the part of a chunk that is already there', () => {
    const liveText = getLiveText(appendChunk({ ...emptyLiveText, text: 'Hello' }, createRunText(2, 'llo you'), 1))
    expect(liveText.text).toBe('Hello you')
  })

  test('keeps its text when an old chunk arrives again', () => {
    const liveText = getLiveText(appendChunk({ ...emptyLiveText, text: 'Hello' }, createRunText(0, 'He'), 1))
    expect(liveText.text).toBe('Hello')
  })

  test('reports a gap in the text', () => {
    expect(appendChunk({ ...emptyLiveText, text: 'Hello' }, createRunText(6, 'you'), 1)).toEqual({ kind: 'gap' })
  })

  test('reports a gap in the reasoning', () => {
    expect(appendChunk(emptyLiveText, createRunText(0, '', 4, 'so'), 1)).toEqual({ kind: 'gap' })
  })
})

test.describe('reasoning time', () => {
  test('measures reasoning from its first chunk to the first text', () => {
    const liveReasoning = getLiveText(appendChunk(emptyLiveText, createRunText(0, '', 0, 'Hmm'), 1000))
    const liveAnswer = getLiveText(appendChunk(liveReasoning, createRunText(0, 'Yes', 3), 4000))
    const finishedText = getLiveText(appendChunk(liveAnswer, createRunText(3, '!', 3), 9000))
    expect([getReasoningMs(liveReasoning, 2500), getReasoningMs(finishedText, 9000)]).toEqual([1500, 3000])
  })

  test('measures nothing without reasoning', () => {
    expect(getReasoningMs(getLiveText(appendChunk(emptyLiveText, createRunText(0, 'Yes'), 1000)), 2000)).toBeNull()
  })

  test('does not measure reasoning that started before the window opened', () => {
    const before = { ...emptyLiveText, text: 'Yes', reasoning: 'Hmm' }
    expect(getReasoningMs(getLiveText(appendChunk(before, createRunText(3, '!', 3), 1000)), 2000)).toBeNull()
  })
})

test.describe('merged live text', () => {
  test('keeps the longer of the saved and the shown text', () => {
    const shownText = { ...emptyLiveText, text: 'Hello you' }
    expect(mergeLiveText(shownText, { text: 'Hello', reasoning: '' }).text).toBe('Hello you')
    expect(mergeLiveText(shownText, { text: 'Hello you there', reasoning: '' }).text).toBe('Hello you there')
    expect(mergeLiveText(undefined, { text: 'Hello', reasoning: '' }).text).toBe('Hello')
  })
})

test.describe('saved reasoning times', () => {
  test('remembers the reasoning time of the latest 500 answers', () => {
    let thoughts: Readonly<Record<string, number>> = {}
    for (let run = 1; run <= 600; run += 1) thoughts = addReasoningTime(thoughts, `run ${run}`, run)
    thoughts = addReasoningTime(thoughts, 'run 101', 7)
    expect([Object.keys(thoughts).length, thoughts['run 100'], thoughts['run 101'], thoughts['run 102'], thoughts['run 600']]).toEqual([
      500,
      undefined,
      7,
      102,
      600,
    ])
  })
})
