import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { createEventLines, TooLarge } from '../../../../electron/inference/event-lines.ts'
import { hearBody, piecesOf } from './cut-bodies.ts'
import { said } from './replying.ts'

function pieces(body: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const edges = [0, ...cuts.toSorted((a, b) => a - b), body.length]
  return edges.slice(1).map((end, index) => body.subarray(edges[index], end))
}

const line = fc.oneof(
  fc.constantFrom('', 'data: {"a":1}', ': still here', 'data: ü€😀', 'event: x'),
  fc.string().map((text) => text.replaceAll(/[\r\n]/g, '')),
)
const stream = fc
  .tuple(fc.array(line), fc.constantFrom('\n', '\r\n', '\r'), fc.string())
  .map(([lines, end, rest]) => lines.map((one) => one + end).join('') + rest)

test('gives every byte once, in order, in pieces that end where a line ends', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(2_000)), (text, cuts) => {
      const body = Buffer.from(text)
      const lines = createEventLines(1_000_000)
      const whole = pieces(
        body,
        cuts.filter((cut) => cut <= body.length),
      ).flatMap((piece) => lines.add(piece) ?? [])
      for (const one of whole) expect([10, 13]).toContain(one.at(-1))
      expect(Buffer.concat([...whole, lines.end()]).toString()).toBe(`${body.toString()}\n\n`)
    }),
  )
})

for (const [what, text] of [
  ['a line that does not end', 'x'.repeat(2_000)],
  ['an event of many lines that does not end', 'data: x\n'.repeat(250)],
] as const) {
  test(`refuses ${what}, wherever it is cut`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const lines = createEventLines(1_000)
        expect(() => pieces(Buffer.from(text), cuts).forEach((piece) => lines.add(piece))).toThrow(TooLarge)
      }),
    )
  })
}

for (const end of ['\n', '\r\n', '\r']) {
  test(`takes any number of small events whose lines end in ${JSON.stringify(end)}, even byte by byte`, () => {
    const lines = createEventLines(1_000)
    const body = Buffer.from(`data: {"a":1}${end}${end}`.repeat(200))
    expect(() => {
      for (const byte of body) lines.add(Buffer.from([byte]))
    }).not.toThrow()
  })
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

/** Lines of an answer, each closed in its own way, and what the answer says. Behind "\r" a "\n" would be the same line's end. */
const mixed = fc
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
      body += `data: ${JSON.stringify(said(`${index} `))}${end}${after}`
    })
    return { body: Buffer.from(body), text: parts.map((_, index) => `${index} `).join('') }
  })

test('events stay apart, whichever blank lines lie between them and wherever they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(mixed, fc.option(fc.array(fc.nat(2_000)), { nil: 'everywhere' }), async ({ body, text }, cuts) => {
      const places = typeof cuts === 'string' ? [...body.keys()] : cuts.filter((cut) => cut < body.length)
      const { text: heard, end } = await hearBody({ pieces: piecesOf(body, places) })
      expect(heard).toBe(text)
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
    fc.property(bytes, fc.array(fc.nat(24)), (text, cuts) => {
      const lines = createEventLines(1_000)
      for (const piece of piecesOf(
        Buffer.from(text),
        cuts.filter((cut) => cut <= text.length),
      ))
        lines.add(piece)
      const whole = /^[^]*[\r\n]/.exec(text)?.[0] ?? ''
      expect(lines.isBetween()).toBe(whole === '' || isBetweenEvents(whole))
    }),
    { numRuns: 2_000 },
  )
})
