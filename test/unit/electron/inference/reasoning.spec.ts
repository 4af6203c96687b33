// Separating reasoning from text, however the text is cut into chunks.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { createThinkSplitter, getReasoning } from '../../../../electron/inference/reasoning.ts'

function splitReasoning(content: string, cutPoints: readonly number[] = []): { readonly text: string; readonly reasoning: string } {
  const splitter = createThinkSplitter()
  const boundaries = [0, ...cutPoints.toSorted((a, b) => a - b), content.length]
  const splitParts = boundaries.slice(1).map((end, index) => splitter.add(content.slice(boundaries[index], end)))
  const all = [...splitParts, splitter.end()]
  return { text: all.map((splitPart) => splitPart.text).join(''), reasoning: all.map((splitPart) => splitPart.reasoning).join('') }
}

function stripThinkTags(text: string): string {
  return text.replaceAll(/\s|<\/?think>/g, '')
}

test.describe('createThinkSplitter', () => {
  for (const [caseName, content, text, reasoning] of [
    ['text without a tag', ' The answer. ', ' The answer. ', ''],
    ['a thought and an answer', '<think>\nHm, so.\n</think>\n\nYes.', 'Yes.', 'Hm, so.\n'],
    ['white space before the tag', '\n<think>Hm.</think>Yes.', 'Yes.', 'Hm.'],
    ['an empty thought', '<think>\n\n</think>\n\nYes.', 'Yes.', ''],
    ['a thought without an end', '<think>\nHm', '', 'Hm'],
    ['an incomplete closing tag', '<think>Hm</thi', '', 'Hm</thi'],
    ['a tag in the middle of an answer', 'The tag <think> opens.</think>', 'The tag <think> opens.</think>', ''],
    ['a second thought', '<think>Hm.</think>Yes <think>no</think>', 'Yes <think>no</think>', 'Hm.'],
    ['another tag at the start', '<thin air>', '<thin air>', ''],
    ['an incomplete opening tag', ' <thi', ' <thi', ''],
    ['white space alone', ' \n', ' \n', ''],
    ['nothing', '', '', ''],
  ] as const) {
    test(`separates text and reasoning in ${caseName}, however it is cut`, () => {
      fc.assert(
        fc.property(fc.array(fc.nat(content.length)), (cutPoints) => {
          expect(splitReasoning(content, cutPoints)).toEqual({ text, reasoning })
        }),
      )
    })
  }

  test('loses only white space and tags of any text', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('<think>', '</think>', '<', '</', 'think>', '\n', ' '))
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat(200)), (parts, cutPoints) => {
        const content = parts.join('')
        const { text, reasoning } = splitReasoning(
          content,
          cutPoints.filter((cutPoint) => cutPoint <= content.length),
        )
        expect(stripThinkTags(reasoning + text)).toBe(stripThinkTags(content))
      }),
    )
  })

  test('holds nothing back after the answer has begun', () => {
    const splitter = createThinkSplitter()
    splitter.add('<think>Hm.</think>Yes')
    expect(splitter.add(' <')).toEqual({ text: ' <', reasoning: '' })
  })

  test('reads reasoning from the field that has it, and once if two have it', () => {
    const deltas = [
      { reasoning_content: 'a' },
      { reasoning: 'b' },
      { reasoning_text: 'c' },
      { reasoning: 'd', reasoning_content: 'd' },
      { reasoning: null },
    ]
    expect(deltas.map((delta) => getReasoning(delta))).toEqual(['a', 'b', 'c', 'd', ''])
  })

  test('takes a tag after very much white space for text, however it is cut', () => {
    const content = `${' '.repeat(1_001)}<think>Hm`
    for (let cutPoint = 990; cutPoint <= content.length; cutPoint += 1)
      expect(splitReasoning(content, [cutPoint])).toEqual({ text: content, reasoning: '' })
  })

  test('takes no longer for a million spaces than for letters, one by one', () => {
    const splitter = createThinkSplitter()
    let text = ''
    for (let repeat = 0; repeat < 1_000_000; repeat += 1) text += splitter.add(' ').text
    expect((text + splitter.end().text).length).toBe(1_000_000)
  })
})
