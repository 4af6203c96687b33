// When growing code is sent to the highlighting worker, how its results are used, and the code after a highlighted prefix.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import {
  createHighlightScheduler,
  skipPrefix,
  type HighlightResult,
} from '../../../../../renderer/markdown/highlight/highlight-scheduler.ts'
import { findLanguage } from '../../../../../renderer/markdown/highlight/languages.ts'
import type { HighlightedSegment, WorkerRequest } from '../../../../../renderer/markdown/highlight/worker-messages.ts'
import { waitUntil } from '../../../../support/wait-until.ts'

/** A worker that answers when the spec says so. */
function createFakeWorker() {
  const workRequests: { readonly work: WorkerRequest; readonly answer: (segments: readonly HighlightedSegment[] | null) => void }[] = []
  const requestHighlight = (work: WorkerRequest): Promise<readonly HighlightedSegment[] | null> => {
    const { promise, resolve } = Promise.withResolvers<readonly HighlightedSegment[] | null>()
    workRequests.push({ work, answer: resolve })
    return promise
  }
  return { workRequests, requestHighlight }
}

const waitForCount = (list: readonly unknown[], count: number) => waitUntil(`${count} entries`, () => (list.length === count ? true : null))
const toPlainSegments = (text: string): readonly HighlightedSegment[] => [{ text, tone: null }]

test.describe('highlight scheduler', () => {
  test('highlights code that grew meanwhile once, in its latest version', async () => {
    const { workRequests, requestHighlight } = createFakeWorker()
    const results: HighlightResult[] = []
    const scheduler = createHighlightScheduler('go', requestHighlight, (result) => void results.push(result))
    scheduler.update('a')
    await waitForCount(workRequests, 1)
    for (const code of ['ab', 'abc', 'abcd']) scheduler.update(code)
    workRequests[0]?.answer(toPlainSegments('a'))
    await waitForCount(workRequests, 2)
    workRequests[1]?.answer(toPlainSegments('abcd'))
    await waitForCount(results, 2)
    expect(workRequests.map(({ work }) => work.code)).toEqual(['a', 'abcd'])
    expect(results.map(({ code }) => code)).toEqual(['a', 'abcd'])
    scheduler.stop()
  })

  test('does not retry code that could not be highlighted in time', async () => {
    const { workRequests, requestHighlight } = createFakeWorker()
    const scheduler = createHighlightScheduler('go', requestHighlight, () => undefined)
    scheduler.update('a')
    await waitForCount(workRequests, 1)
    workRequests[0]?.answer(null)
    const other = createHighlightScheduler('go', requestHighlight, () => undefined)
    await Promise.resolve()
    scheduler.update('ab')
    other.update('b')
    await waitForCount(workRequests, 2)
    expect(workRequests[1]?.work.code).toBe('b')
    other.stop()
  })

  test('does not send code that is too long', async () => {
    const { workRequests, requestHighlight } = createFakeWorker()
    const longCode = createHighlightScheduler('go', requestHighlight, () => undefined)
    longCode.update('a'.repeat(100_000))
    const shortCode = createHighlightScheduler('go', requestHighlight, () => undefined)
    shortCode.update('b')
    await waitForCount(workRequests, 1)
    expect(workRequests.map(({ work }) => work.code)).toEqual(['b'])
    shortCode.stop()
  })
})

test.describe('highlight languages', () => {
  test('finds a language by name or alias, not by object properties', () => {
    expect(['Python', 'py', 'C++', 'html', '__proto__', 'constructor', ''].map(findLanguage)).toEqual([
      'python',
      'python',
      'cpp',
      'xml',
      null,
      null,
      null,
    ])
  })
})

const textSegments = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 4 }), { maxLength: 6 })

test.describe('skipPrefix', () => {
  test('is the rest of the code, however it is segmented', () => {
    fc.assert(
      fc.property(textSegments, fc.nat(), (all, cutPoint) => {
        const code = all.join('')
        const codePrefix = code.slice(0, cutPoint % (code.length + 1))
        expect(skipPrefix(codePrefix, all)?.join('')).toBe(code.slice(codePrefix.length))
      }),
    )
  })

  test('is null when the code does not start with the prefix', () => {
    fc.assert(
      fc.property(textSegments, fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 }), (all, codePrefix) => {
        expect(skipPrefix(codePrefix, all) === null).toBe(!all.join('').startsWith(codePrefix))
      }),
    )
  })

  test('keeps later segments unchanged', () => {
    expect(skipPrefix('one\ntw', ['one\n', 'two\n', 'three\n'])).toEqual(['o\n', 'three\n'])
  })
})
