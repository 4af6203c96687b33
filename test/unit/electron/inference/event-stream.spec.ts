// Splitting a stream of events at line ends, with random streams and cuts, and removing empty error fields.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { createEventLineSplitter, removeEmptyErrors, TooLargeError } from '../../../../electron/inference/event-stream.ts'
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

const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

/** Lines of an answer with mixed line ends, and the text of the answer. After "\r" a "\n" would belong to the same line end. */
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
      // Keep-alive lines may be events of their own, or belong to the next one.
      if (before !== '' && isBlank) body += after
      body += `data: ${JSON.stringify(contentChunk(`${index} `))}${end}${after}`
    })
    return { body: Buffer.from(body), text: parts.map((_, index) => `${index} `).join('') }
  })

/** As the standard defines it: a blank line ends an event, and "\r\n" is one line end. */
function isBetweenEvents(text: string): boolean {
  return /(?:^|[\r\n])[\r\n]$/.test(text.replaceAll('\r\n', '\n'))
}

const cleanText = (text: string): string => removeEmptyErrors(Buffer.from(text)).toString()

test.describe('createEventLineSplitter', () => {
  test('returns every byte once and in order, in chunks that end with a line', () => {
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
    ['a line without an end', 'x'.repeat(2_000)],
    ['an event of many lines without an end', 'data: x\n'.repeat(250)],
  ] as const) {
    test(`refuses ${caseName}, however it is cut into chunks`, () => {
      fc.assert(
        fc.property(fc.array(fc.nat(text.length)), (cutPoints) => {
          const lines = createEventLineSplitter(1_000)
          expect(() => pieces(Buffer.from(text), cutPoints).forEach((chunk) => lines.add(chunk))).toThrow(TooLargeError)
        }),
      )
    })
  }

  for (const end of ['\n', '\r\n', '\r']) {
    test(`accepts any number of small events with the line end ${JSON.stringify(end)}, even byte by byte`, () => {
      const lines = createEventLineSplitter(1_000)
      const body = Buffer.from(`data: {"a":1}${end}${end}`.repeat(200))
      expect(() => {
        for (const byte of body) lines.add(Buffer.from([byte]))
      }).not.toThrow()
    })
  }

  test('keeps events apart, whatever blank lines separate them and however they are cut', async () => {
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

  test('knows whether a complete event came last, however it is cut', () => {
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
})

test.describe('removeEmptyErrors', () => {
  test('removes a null error, wherever it is in the event', () => {
    const events = 'data: {"error":null,"a":"é"}\n\ndata:{"a":1,"error": null}\r\n\r\n: still here\n\ndata: {"a":2}\n\n'
    expect(cleanText(events)).toBe('data: {"a":"é"}\n\ndata: {"a":1}\r\n\r\n: still here\n\ndata: {"a":2}\n\n')
  })

  for (const [caseName, text] of [
    ['an error with a message', 'data: {"error":"Broken"}\n\n'],
    ['a null error inside another field', 'data: {"choices":[{"error":null}]}\n\n'],
    ['the word in an answer', 'data: {"text":"say \\"error\\": null"}\n\n'],
    ['half an event', 'data: {"error":null,"cho\n\n'],
    ['a line of another kind', 'event: {"error":null}\n\n'],
  ] as const) {
    test(`keeps ${caseName}`, () => {
      expect(cleanText(text)).toBe(text)
    })
  }

  test('takes no longer for line separators than for letters', () => {
    const text = `data: {"text":"say \\"error\\""}\n\ndata: ${'data:\u2028'.repeat(200_000)}\n\n`
    expect(cleanText(text)).toBe(text)
  })
})
