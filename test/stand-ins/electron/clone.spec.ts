// The text form of structured clone that carries messages on the stand-in for Electron, and its addresses.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { fromBrowser, getCustomScheme, toBrowser } from './addresses.ts'
import { createCodec } from './clone.ts'

const { encode, decode } = createCodec()

test('brings back what structured clone would', () => {
  const arbitraryValue = fc.anything({
    withBigInt: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
  })
  fc.assert(
    fc.property(arbitraryValue, (value) => {
      expect(decode(encode(value))).toEqual(structuredClone(value))
    }),
    { numRuns: 500 },
  )
})

test('brings back dates, and one that is none', () => {
  const times = [0, -1, 8.64e15, Number.NaN].map((time) => new Date(time))
  const decoded = decode<Date[]>(encode(times))
  expect(decoded.map((date) => [date instanceof Date, date.getTime()])).toEqual(times.map((date) => [true, date.getTime()]))
})

test('keeps errors with their kind, message, stack and cause', () => {
  const error = new RangeError('too much', { cause: { code: 1 } })
  const decoded = decode<RangeError>(encode(error))
  expect([decoded instanceof RangeError, decoded.message, decoded.stack, decoded.cause]).toEqual([
    true,
    'too much',
    error.stack,
    { code: 1 },
  ])
})

test('keeps parts that are shared, and bytes that two views share', () => {
  const part = {}
  const bytes = new Uint8Array([1, 2, 3, 4])
  const typedViews = [bytes, new DataView(bytes.buffer, 1, 2), new Uint16Array(bytes.buffer, 2, 1)] as const
  const decoded = decode<[object, object, typeof typedViews]>(encode([part, part, typedViews]))
  const [wholeView, middle, endView] = decoded[2]
  wholeView[2] = 9
  expect([decoded[0] === decoded[1], middle.getUint8(1), endView[0]]).toEqual([true, 9, 9 + 256 * 4])
})

test('gives an object no prototype by name', () => {
  const decoded = decode<Record<string, unknown>>(encode(JSON.parse('{"__proto__":{"mine":true}}')))
  expect([Object.getPrototypeOf(decoded) === Object.prototype, Object.keys(decoded)]).toEqual([true, ['__proto__']])
})

for (const [caseName, value] of [
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a promise', Promise.resolve()],
  ['a weak map', new WeakMap()],
  ['a function deep inside', { list: [new Map([[1, { run: () => 1 }]])] }],
] as const) {
  test(`refuses ${caseName}`, () => {
    expect(() => encode(value)).toThrow('An object could not be cloned.')
  })
}

test('turns an app address into one that a browser takes, and back', () => {
  const schemes = new Set(['app'])
  const address = 'app://parley/index.html?a=1#part'
  expect(toBrowser(address, schemes)).toBe('https://parley.app.invalid/index.html?a=1#part')
  expect(fromBrowser(toBrowser(address, schemes))).toBe(address)
})

test('leaves other addresses as they are', () => {
  const addresses = ['https://example.org/', 'about:blank', 'https://example.org/?next=https://parley.app.invalid/', 'mailto:nobody']
  expect(addresses.map(fromBrowser)).toEqual(addresses)
  expect(addresses.map((address) => toBrowser(address, new Set(['app'])))).toEqual(addresses)
  expect(addresses.map(getCustomScheme)).toEqual([null, null, null, null])
})

test('tells the address behind a blob', () => {
  expect(fromBrowser('blob:https://parley.app.invalid/1234')).toBe('blob:app://parley/1234')
})
