import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { createEventLines, TooLarge } from '../../../electron/inference/event-lines.ts'

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
