// The Key class: it never shows the key unless asked by name.

import { format, inspect } from 'node:util'
import { expect, test } from '@playwright/test'
import { Key } from '../../../../electron/keys/key.ts'

const text = `hf_${'a1B2'.repeat(8)}xy`

function createKey(): Key {
  const key = Key.from(text)
  if (!key.ok) throw new Error(key.failure.code)
  return key.value
}

/** Converts a value to text in ways that the compiler forbids for a Key. */
const joinAsText = (value: unknown): string => [value, value].join(' ') + String(value) + Array.prototype.concat('', value).toString()

const displayMethods: Readonly<Record<string, (key: Key) => string>> = {
  'conversion to text': joinAsText,
  'conversion to a number': (key) => String(Number(key)),
  'JSON.stringify': (key) => JSON.stringify({ key, list: [key] }),
  inspect: (key) => inspect({ key }, { showHidden: true, depth: 9, getters: true }),
  'console formats': (key) => format('%s %o %O %j %d', key, key, key, key, key),
  'an error': (key) => inspect(new Error(String(key), { cause: { key } })),
  'its properties': (key) => JSON.stringify([Reflect.ownKeys(key), Object.entries(key), Object.assign({}, key)]),
  'a structured clone': (key) => inspect(structuredClone(key)),
}

test.describe('key', () => {
  for (const [methodName, displayKey] of Object.entries(displayMethods)) {
    test(`does not reveal its text through ${methodName}`, () => {
      expect(displayKey(createKey())).not.toContain(text.slice(3, 10))
    })
  }

  test('shows a placeholder', () => {
    expect([String(createKey()), JSON.stringify(createKey()), inspect(createKey())]).toEqual(['[key]', '"[key]"', '[key]'])
  })

  test('returns its text from reveal()', () => {
    expect(createKey().reveal()).toBe(text)
  })

  test('refuses text that no request could carry', () => {
    expect(Key.from(`${text}\n${text}`)).toEqual({ ok: false, failure: { code: 'bad-input', detail: 'line-break' } })
  })
})
