import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { createEventLineSplitter, TooLargeError } from '../../../../electron/inference/event-stream.ts'
import { streamBody, splitBody } from './chunked-bodies.ts'
import { contentChunk } from './test-server.ts'

function pieces(body: Buffer, cutPoints: readonly number[]): readonly Buffer[] {
  const boundaries = [0, ...cutPoints.toSorted((a, b) => a - b), body.length]
  return boundaries.slice(1).map((end, index) => body.subarray(boundaries[index], end))
}

const line = fc.oneof(
  fc.constantFrom('', 'data: {"a":1}', ': still here', 'data: ü€😀', 'event: x'),
  fc.string().map((text) => text.replaceAll(/[\r\n]/g, '')),
)
const stream = fc
  .tuple(fc.array(line), fc.constantFrom('\n', '\r\n', '\r'), fc.string())
  .map(([lines, end, rest]) => lines.map((lineText) => lineText + end).join('') + rest)

test('gives every byte once, in order, in pieces that end where a line ends', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(2_000)), (text, cutPoints) => {
      const body = Buffer.from(text)
      const lines = createEventLineSplitter(1_000_000)
      const completeLines = pieces(
        body,
        cutPoints.filter((cutPoint) => cutPoint <= body.length),
      ).flatMap((chunk) => lines.add(chunk) ?? [])
      for (const lineText of completeLines) expect([10, 13]).toContain(lineText.at(-1))
      expect(Buffer.concat([...completeLines, lines.end()]).toString()).toBe(`${body.toString()}\n\n`)
    }),
  )
})

for (const [caseName, text] of [
  ['a line that does not end', 'x'.repeat(2_000)],
  ['an event of many lines that does not end', 'data: x\n'.repeat(250)],
] as const) {
  test(`refuses ${caseName}, wherever it is cut`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cutPoints) => {
        const lines = createEventLineSplitter(1_000)
        expect(() => pieces(Buffer.from(text), cutPoints).forEach((chunk) => lines.add(chunk))).toThrow(TooLargeError)
      }),
    )
  })
}

for (const end of ['\n', '\r\n', '\r']) {
  test(`takes any number of small events whose lines end in ${JSON.stringify(end)}, even byte by byte`, () => {
    const lines = createEventLineSplitter(1_000)
    const body = Buffer.from(`data: {"a":1}${end}${end}`.repeat(200))
    expect(() => {
      for (const byte of body) lines.add(Buffer.from([byte]))
    }).not.toThrow()
  })
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

/** Lines of an answer, each closed in its own way, and what the answer says. Behind "\r" a "\n" would be the same line's end. */
const mixedLineEnds = fc
  .array(
    fc.record({ before: fc.constantFrom('', ': still here', 'event: message'), end: lineEnd, blank: lineEnd, isBlank: fc.boolean() }),
    { minLength: 1 },
  )
  .map((parts) => {
    let body = ''
    parts.forEach(({ before, end, blank, isBlank }, index) => {
      const after = end === '\r' && blank === '\n' ? '\r' : blank
      if (before !== '') body += before + end
      // Signs of life may be events of their own, or stand in the next one.
      if (before !== '' && isBlank) body += after
      body += `data: ${JSON.stringify(contentChunk(`${index} `))}${end}${after}`
    })
    return { body: Buffer.from(body), text: parts.map((_, index) => `${index} `).join('') }
  })

test('events stay apart, whichever blank lines lie between them and wherever they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(mixedLineEnds, fc.option(fc.array(fc.nat(2_000)), { nil: 'everywhere' }), async ({ body, text }, cutPoints) => {
      const offsets = typeof cutPoints === 'string' ? [...body.keys()] : cutPoints.filter((cutPoint) => cutPoint < body.length)
      const { text: streamedText, end } = await streamBody({ chunks: splitBody(body, offsets) })
      expect(streamedText).toBe(text)
      expect(end).toMatchObject({ kind: 'failed', failure: { code: 'cut-off' } })
    }),
    { numRuns: 300 },
  )
})

/** The standard's own reading: a blank line ends an event, and "\r\n" is one end of a line. */
function isBetweenEvents(text: string): boolean {
  return /(?:^|[\r\n])[\r\n]$/.test(text.replaceAll('\r\n', '\n'))
}

test('knows whether a whole event came last, wherever it is cut', () => {
  const bytes = fc.array(fc.constantFrom('\n', '\r', '\r\n', 'x'), { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(24)), (text, cutPoints) => {
      const lines = createEventLineSplitter(1_000)
      for (const chunk of splitBody(
        Buffer.from(text),
        cutPoints.filter((cutPoint) => cutPoint <= text.length),
      ))
        lines.add(chunk)
      const completeLines = /^[^]*[\r\n]/.exec(text)?.[0] ?? ''
      expect(lines.isBetweenEvents()).toBe(completeLines === '' || isBetweenEvents(completeLines))
    }),
    { numRuns: 2_000 },
  )
})
