import { expect, test } from '@playwright/test'
import { removeEmptyErrors } from '../../../../electron/inference/event-stream.ts'

const cleanText = (text: string): string => removeEmptyErrors(Buffer.from(text)).toString()

test('an error that is null is taken out of an event, wherever it stands in it', () => {
  const events = 'data: {"error":null,"a":"é"}\n\ndata:{"a":1,"error": null}\r\n\r\n: still here\n\ndata: {"a":2}\n\n'
  expect(cleanText(events)).toBe('data: {"a":"é"}\n\ndata: {"a":1}\r\n\r\n: still here\n\ndata: {"a":2}\n\n')
})

for (const [caseName, text] of [
  ['an error that says something', 'data: {"error":"Broken"}\n\n'],
  ['an error inside of something else', 'data: {"choices":[{"error":null}]}\n\n'],
  ['the word in an answer', 'data: {"text":"say \\"error\\": null"}\n\n'],
  ['half an event', 'data: {"error":null,"cho\n\n'],
  ['a line of another kind', 'event: {"error":null}\n\n'],
] as const) {
  test(`${caseName} stays as it is`, () => {
    expect(cleanText(text)).toBe(text)
  })
}

test('a hundred thousand signs that are ends of lines elsewhere take no longer than letters', () => {
  const text = `data: {"text":"say \\"error\\""}\n\ndata: ${'data:\u2028'.repeat(200_000)}\n\n`
  expect(cleanText(text)).toBe(text)
})
