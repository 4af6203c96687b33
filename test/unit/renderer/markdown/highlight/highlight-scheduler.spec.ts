// When code that grows is sent to be coloured, and what becomes of what comes back.

import { expect, test } from '@playwright/test'
import { createHighlightScheduler, type HighlightResult } from '../../../../../renderer/markdown/highlight/highlight-scheduler.ts'
import { findLanguage } from '../../../../../renderer/markdown/highlight/languages.ts'
import type { HighlightedSegment, WorkerRequest } from '../../../../../renderer/markdown/highlight/worker-messages.ts'
import { waitUntil } from '../../../../support/wait-until.ts'

/** A thread that answers when it is told to. */
function createFakeWorker() {
  const workRequests: { readonly work: WorkerRequest; readonly answer: (pieces: readonly HighlightedSegment[] | null) => void }[] = []
  const requestColours = (work: WorkerRequest): Promise<readonly HighlightedSegment[] | null> => {
    const { promise, resolve } = Promise.withResolvers<readonly HighlightedSegment[] | null>()
    workRequests.push({ work, answer: resolve })
    return promise
  }
  return { workRequests, requestColours }
}

const waitForCount = (list: readonly unknown[], count: number) => waitUntil('as many', () => (list.length === count ? true : null))
const toPlainSegments = (text: string): readonly HighlightedSegment[] => [{ text, tone: null }]

test('what grows while a text is coloured is coloured once afterwards, as it is then', async () => {
  const { workRequests, requestColours } = createFakeWorker()
  const receivedColours: HighlightResult[] = []
  const pendingColouring = createHighlightScheduler('go', requestColours, (colours) => void receivedColours.push(colours))
  pendingColouring.update('a')
  await waitForCount(workRequests, 1)
  for (const code of ['ab', 'abc', 'abcd']) pendingColouring.update(code)
  workRequests[0]?.answer(toPlainSegments('a'))
  await waitForCount(workRequests, 2)
  workRequests[1]?.answer(toPlainSegments('abcd'))
  await waitForCount(receivedColours, 2)
  expect(workRequests.map(({ work }) => work.code)).toEqual(['a', 'abcd'])
  expect(receivedColours.map(({ code }) => code)).toEqual(['a', 'abcd'])
  pendingColouring.stop()
})

test('what could not be coloured in time is not tried again', async () => {
  const { workRequests, requestColours } = createFakeWorker()
  const pendingColouring = createHighlightScheduler('go', requestColours, () => undefined)
  pendingColouring.update('a')
  await waitForCount(workRequests, 1)
  workRequests[0]?.answer(null)
  const other = createHighlightScheduler('go', requestColours, () => undefined)
  await Promise.resolve()
  pendingColouring.update('ab')
  other.update('b')
  await waitForCount(workRequests, 2)
  expect(workRequests[1]?.work.code).toBe('b')
  other.stop()
})

test('a text that is longer than any worth colouring is not sent', async () => {
  const { workRequests, requestColours } = createFakeWorker()
  const longColouring = createHighlightScheduler('go', requestColours, () => undefined)
  longColouring.update('a'.repeat(100_000))
  const shortColouring = createHighlightScheduler('go', requestColours, () => undefined)
  shortColouring.update('b')
  await waitForCount(workRequests, 1)
  expect(workRequests.map(({ work }) => work.code)).toEqual(['b'])
  shortColouring.stop()
})

test('a language is known by its name and by what models call it, and by nothing that every object has', () => {
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
