// The document of a growing answer: equal to parsing it at once, with stable objects for React.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import type { Block } from '../../../../renderer/markdown/incremental-parser.ts'
import { emptyDocument, updateDocument, type AnswerDocument } from '../../../../renderer/markdown/answer-document.ts'
import { randomDocument } from '../../../support/data/random-markdown.ts'

/** Texts of many groups whose blocks define and reference links and footnotes of each other. */
const longDocument = fc.array(randomDocument, { minLength: 8, maxLength: 16 }).map((documents) => documents.join('\n\n'))

/** Head lines that every part of a split block repeats. */
const headLineCounts: Readonly<Record<string, number>> = { fence: 1, table_open: 2 }

/** Joins the parts of a split block; where the text was cut decides how many there are. */
function joinSource(parts: readonly Block[]): string {
  const [first] = parts
  const lines = headLineCounts[first?.tokens[0]?.type ?? ''] ?? 0
  const head = first?.source.split('\n', lines).join('\n') ?? ''
  return parts.map(({ source }, partIndex) => (partIndex === 0 ? source : source.slice(lines === 0 ? 0 : head.length + 1))).join('')
}

function describeReading({ groups, footnotes, numbers }: AnswerDocument): unknown {
  const sources = groups.map((group) => group.map(joinSource))
  return { sources, notes: footnotes.map(({ name, block }) => [name, block.source]), numbers: [...numbers] }
}

function readInSteps(text: string, cutPoints: readonly number[]): AnswerDocument {
  const stepEnds = [...cutPoints.map((cutPoint) => cutPoint % (text.length + 1)), text.length].toSorted((a, b) => a - b)
  return stepEnds.reduce((reading, end) => updateDocument(reading, text.slice(0, end)), emptyDocument)
}

const createParagraphs = (count: number): string => Array.from({ length: count }, (_, index) => `Paragraph ${index} with [a].\n\n`).join('')

test.describe('answer document', () => {
  test('equals the groups and notes of the whole text, wherever it is cut', () => {
    fc.assert(
      fc.property(longDocument, fc.array(fc.nat(), { maxLength: 40 }), (text, cutPoints) => {
        expect(describeReading(readInSteps(text, cutPoints))).toEqual(describeReading(updateDocument(emptyDocument, text)))
      }),
      // No shrinking: it takes minutes for such long texts, and the seed is enough.
      { numRuns: 300, endOnFailure: true },
    )
  })

  test('puts every block into a group of limited size', () => {
    const { groups } = readInSteps(createParagraphs(200), [100, 2_000, 4_000])
    expect(groups.flat(2).map(({ source }) => source.trim())).toEqual(createParagraphs(200).trim().split('\n\n'))
    expect(Math.max(...groups.map(({ length }) => length))).toBe(groups[0]?.length)
  })

  test('keeps all groups but the last as the same objects while the text grows', () => {
    const before = readInSteps(createParagraphs(100), [500])
    const after = updateDocument(before, `${createParagraphs(100)}More of it, and`)
    expect(after.groups.length).toBeGreaterThan(2)
    expect(before.groups.slice(0, -1).every((group, index) => group === after.groups[index])).toBe(true)
    expect(before.final.groups.slice(0, -1).every((group, index) => group === before.groups[index])).toBe(true)
  })

  test('changes only groups that reference a later definition', () => {
    const text = `${createParagraphs(50)}${'Words.\n\n'.repeat(100)}`
    const before = readInSteps(text, [300, 1_000])
    const after = updateDocument(before, `${text}[a]: /there\n\nEnd.\n\n`)
    const unchangedGroups = before.groups.map((group, index) => group === after.groups[index])
    expect(unchangedGroups[0]).toBe(false)
    expect(unchangedGroups.at(-2)).toBe(true)
  })

  test('starts over for a text that is no continuation', () => {
    const other = `Another.\n\n${createParagraphs(80)}`
    expect(describeReading(updateDocument(readInSteps(createParagraphs(100), [500]), other))).toEqual(
      describeReading(updateDocument(emptyDocument, other)),
    )
  })
})
