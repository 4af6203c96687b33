// The result line that `npm run demo -- --json` prints.

import { expect, test } from '@playwright/test'
import { toDemoResult } from '../../../../scripts/demo/result.ts'
import type { Answer } from '../../../../shared/types/messages.ts'

const answer: Answer = {
  kind: 'answer',
  id: '00000000-0000-4000-8000-000000000002',
  parentId: '00000000-0000-4000-8000-000000000001',
  text: 'An answer.',
  reasoning: 'A thought.',
  model: 'org/name',
  task: 'chat',
  provider: 'groq',
  outcome: { kind: 'finished' },
  keyName: 'a key',
  style: null,
  comparisonId: null,
  usage: { inputTokens: 3, outputTokens: 2 },
  startedAt: 0,
  firstTextMs: 120,
  totalMs: 900,
}

test.describe('demo result', () => {
  test('describes the answer as saved in the history', () => {
    expect(toDemoResult({ isOk: true, model: 'asked/for', saved: answer, failure: null, screenshots: ['a.png'] })).toEqual({
      ok: true,
      model: 'org/name',
      answer: 'An answer.',
      reasoning: 'A thought.',
      outcome: 'finished',
      failure: null,
      provider: 'groq',
      usage: { inputTokens: 3, outputTokens: 2 },
      firstTextMs: 120,
      totalMs: 900,
      screenshots: ['a.png'],
    })
  })

  test('names the saved failure, not that of a later step', () => {
    const saved: Answer = { ...answer, outcome: { kind: 'failed', failure: { code: 'stalled' } } }
    const result = toDemoResult({ isOk: false, model: null, saved, failure: 'internal', screenshots: [] })
    expect([result.outcome, result.failure, result.answer]).toEqual(['failed', 'stalled', 'An answer.'])
    expect(toDemoResult({ isOk: false, model: null, saved: answer, failure: 'internal', screenshots: [] }).failure).toBe(null)
  })

  test('names the failure of the window when nothing was sent', () => {
    const result = toDemoResult({ isOk: false, model: 'org/name', saved: null, failure: 'model-not-served', screenshots: [] })
    expect([result.model, result.outcome, result.failure, result.answer]).toEqual(['org/name', 'failed', 'model-not-served', ''])
  })

  test('has no outcome when nothing was sent or refused', () => {
    const result = toDemoResult({ isOk: false, model: null, saved: null, failure: null, screenshots: [] })
    expect([result.outcome, result.failure]).toEqual([null, null])
  })
})
