// The text encoding of structured clone that carries the stand-in's IPC messages, and the mapping of app:// addresses.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { fromBrowser, getCustomScheme, toBrowser } from './addresses.ts'
import { createCodec } from './clone.ts'

const { encode, decode } = createCodec()

test.describe('structured clone as text', () => {
  test('decodes to the same value as structuredClone', () => {
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

  test('preserves dates, an invalid one included', () => {
    const times = [0, -1, 8.64e15, Number.NaN].map((time) => new Date(time))
    const decoded = decode<Date[]>(encode(times))
    expect(decoded.map((date) => [date instanceof Date, date.getTime()])).toEqual(times.map((date) => [true, date.getTime()]))
  })

  test('preserves the class, message, stack and cause of errors', () => {
    const error = new RangeError('too much', { cause: { code: 1 } })
    const decoded = decode<RangeError>(encode(error))
    expect([decoded instanceof RangeError, decoded.message, decoded.stack, decoded.cause]).toEqual([
      true,
      'too much',
      error.stack,
      { code: 1 },
    ])
  })

  test('preserves shared objects and buffers shared by two views', () => {
    const part = {}
    const bytes = new Uint8Array([1, 2, 3, 4])
    const typedViews = [bytes, new DataView(bytes.buffer, 1, 2), new Uint16Array(bytes.buffer, 2, 1)] as const
    const decoded = decode<[object, object, typeof typedViews]>(encode([part, part, typedViews]))
    const [wholeView, middle, endView] = decoded[2]
    wholeView[2] = 9
    expect([decoded[0] === decoded[1], middle.getUint8(1), endView[0]]).toEqual([true, 9, 9 + 256 * 4])
  })

  test('treats __proto__ as a plain property', () => {
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
    test(`refuses to encode ${caseName}`, () => {
      expect(() => encode(value)).toThrow('An object could not be cloned.')
    })
  }
})

test.describe('app addresses', () => {
  test('maps an app address to one the browser accepts, and back', () => {
    const schemes = new Set(['app'])
    const address = 'app://parley/index.html?a=1#part'
    expect(toBrowser(address, schemes)).toBe('https://parley.app.invalid/index.html?a=1#part')
    expect(fromBrowser(toBrowser(address, schemes))).toBe(address)
  })

  test('leaves other addresses unchanged', () => {
    const addresses = ['https://example.org/', 'about:blank', 'https://example.org/?next=https://parley.app.invalid/', 'mailto:nobody']
    expect(addresses.map(fromBrowser)).toEqual(addresses)
    expect(addresses.map((address) => toBrowser(address, new Set(['app'])))).toEqual(addresses)
    expect(addresses.map(getCustomScheme)).toEqual([null, null, null, null])
  })

  test('maps the address inside a blob URL', () => {
    expect(fromBrowser('blob:https://parley.app.invalid/1234')).toBe('blob:app://parley/1234')
  })
})
