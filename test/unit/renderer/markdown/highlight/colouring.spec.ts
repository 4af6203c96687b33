// When code that grows is sent to be coloured, and what becomes of what comes back.

import { expect, test } from '@playwright/test'
import { startColouring, type Colours } from '../../../../../renderer/markdown/highlight/colouring.ts'
import { languageNamed } from '../../../../../renderer/markdown/highlight/languages.ts'
import type { Piece, ToWorker } from '../../../../../renderer/markdown/highlight/pieces.ts'
import { until } from '../../../../support/until.ts'

/** A thread that answers when it is told to. */
function thread() {
  const asked: { readonly work: ToWorker; readonly answer: (pieces: readonly Piece[] | null) => void }[] = []
  const colour = (work: ToWorker): Promise<readonly Piece[] | null> => {
    const { promise, resolve } = Promise.withResolvers<readonly Piece[] | null>()
    asked.push({ work, answer: resolve })
    return promise
  }
  return { asked, colour }
}

const filled = (list: readonly unknown[], count: number) => until('as many', () => (list.length === count ? true : null))
const plain = (text: string): readonly Piece[] => [{ text, tone: null }]

test('what grows while a text is coloured is coloured once afterwards, as it is then', async () => {
  const { asked, colour } = thread()
  const seen: Colours[] = []
  const colouring = startColouring('go', colour, (colours) => void seen.push(colours))
  colouring.grow('a')
  await filled(asked, 1)
  for (const code of ['ab', 'abc', 'abcd']) colouring.grow(code)
  asked[0]?.answer(plain('a'))
  await filled(asked, 2)
  asked[1]?.answer(plain('abcd'))
  await filled(seen, 2)
  expect(asked.map(({ work }) => work.code)).toEqual(['a', 'abcd'])
  expect(seen.map(({ code }) => code)).toEqual(['a', 'abcd'])
  colouring.end()
})

test('what could not be coloured in time is not tried again', async () => {
  const { asked, colour } = thread()
  const colouring = startColouring('go', colour, () => undefined)
  colouring.grow('a')
  await filled(asked, 1)
  asked[0]?.answer(null)
  const other = startColouring('go', colour, () => undefined)
  await Promise.resolve()
  colouring.grow('ab')
  other.grow('b')
  await filled(asked, 2)
  expect(asked[1]?.work.code).toBe('b')
  other.end()
})

test('a text that is longer than any worth colouring is not sent', async () => {
  const { asked, colour } = thread()
  const long = startColouring('go', colour, () => undefined)
  long.grow('a'.repeat(100_000))
  const short = startColouring('go', colour, () => undefined)
  short.grow('b')
  await filled(asked, 1)
  expect(asked.map(({ work }) => work.code)).toEqual(['b'])
  short.end()
})

test('a language is known by its name and by what models call it, and by nothing that every object has', () => {
  expect(['Python', 'py', 'C++', 'html', '__proto__', 'constructor', ''].map(languageNamed)).toEqual([
    'python',
    'python',
    'cpp',
    'xml',
    null,
    null,
    null,
  ])
})
