// The accuracy of the token estimate, compared with the counts of providers in recorded answers.

import { expect, test } from '@playwright/test'
import { estimateTokens } from '../../../../renderer/composer/token-estimate.ts'
import { asList, asNumber, asObject, asText, parseJson } from '../../../stand-ins/hub/json.ts'
import { getAllRecordings, getChatRecordings, type Recording } from '../../../support/data/recordings.ts'

interface CountedAnswer {
  readonly name: string
  readonly text: string
  readonly tokens: number
}

/** Shorter answers are skipped: the constant overhead of providers distorts them. */
const minTokens = 30

/** Every distinct answer whose text and token count are known. */
function collectCountedAnswers(recordings: readonly Recording[]): readonly CountedAnswer[] {
  const streamedAnswers = (getChatRecordings() ?? []).map(({ recording: { name }, expected }) => ({
    name,
    text: expected.callsTools ? '' : expected.reasoning + expected.text,
    tokens: expected.usage?.outputTokens ?? 0,
  }))
  const allAnswers = [...streamedAnswers, ...recordings.map(parseWholeAnswer)].filter(
    ({ text, tokens }) => text !== '' && tokens >= minTokens,
  )
  return [...new Map(allAnswers.map((each) => [each.text, each])).values()]
}

function parseWholeAnswer({ name, body }: Recording): CountedAnswer {
  const reply = asObject(parseJson(body.startsWith('{') ? body : '{}'))
  const message = asObject(asObject(asList(reply['choices'])[0])['message'])
  const textParts = ['reasoning_content', 'reasoning', 'content'].map((field) => asText(message[field]) ?? '')
  const callsTools = asList(message['tool_calls']).length > 0
  return { name, text: callsTools ? '' : textParts.join(''), tokens: asNumber(asObject(reply['usage'])['completion_tokens']) ?? 0 }
}

test.describe('token estimate', () => {
  test('is within 12.5 % of each recorded count, and within 5 % of their sum', () => {
    const recordings = getAllRecordings()
    test.skip(recordings === null, 'no recordings on this machine')
    const answers = collectCountedAnswers(recordings ?? [])
    expect(answers.length).toBeGreaterThan(10)
    const ratios = answers.map(({ name, text, tokens }) => ({ name, ratio: estimateTokens(text) / tokens }))
    test.info().annotations.push({ type: 'estimate', description: ratios.map(({ ratio }) => ratio.toFixed(2)).join(' ') })
    expect(ratios.filter(({ ratio }) => ratio < 0.875 || ratio > 1.125)).toEqual([])
    const all = answers.reduce((sum, { text }) => sum + estimateTokens(text), 0) / answers.reduce((sum, { tokens }) => sum + tokens, 0)
    expect(all).toBeGreaterThan(0.95)
    expect(all).toBeLessThan(1.05)
  })

  test('samples a long text evenly', () => {
    const englishText = 'The tide turns at six. '.repeat(20_000)
    const fullEstimate = estimateTokens(englishText + '潮が満ちる'.repeat(90_000))
    expect(fullEstimate / (estimateTokens(englishText) + estimateTokens('潮が満ちる'.repeat(90_000)))).toBeCloseTo(1, 0)
  })

  test('is zero for no text and at least the number of words', () => {
    expect(estimateTokens('')).toBe(0)
    expect(estimateTokens('a b c 1 2 3 !')).toBeGreaterThanOrEqual(7)
    expect(estimateTokens('Привет, мир')).toBeGreaterThan(3)
  })
})
