import { format, inspect } from 'node:util'
import { expect, test } from '@playwright/test'
import { Key } from '../../../../electron/keys/key.ts'

const text = `hf_${'a1B2'.repeat(8)}xy`

function createKey(): Key {
  const key = Key.from(text)
  if (!key.ok) throw new Error(key.failure.code)
  return key.value
}

/** As the compiler would not let a key be used: a template, an addition, whatever JavaScript turns into text. */
const joinAsText = (value: unknown): string => [value, value].join(' ') + String(value) + Array.prototype.concat('', value).toString()

const displayMethods: Readonly<Record<string, (key: Key) => string>> = {
  'being made text': joinAsText,
  'being made a number': (key) => String(Number(key)),
  'JSON.stringify': (key) => JSON.stringify({ key, list: [key] }),
  inspect: (key) => inspect({ key }, { showHidden: true, depth: 9, getters: true }),
  'console formats': (key) => format('%s %o %O %j %d', key, key, key, key, key),
  'an error': (key) => inspect(new Error(String(key), { cause: { key } })),
  'its properties': (key) => JSON.stringify([Reflect.ownKeys(key), Object.entries(key), Object.assign({}, key)]),
  'a structured clone': (key) => inspect(structuredClone(key)),
}

for (const [methodName, displayKey] of Object.entries(displayMethods)) {
  test(`does not show itself by ${methodName}`, () => {
    expect(displayKey(createKey())).not.toContain(text.slice(3, 10))
  })
}

test('shows that it is there', () => {
  expect([String(createKey()), JSON.stringify(createKey()), inspect(createKey())]).toEqual(['[key]', '"[key]"', '[key]'])
})

test('gives its text to whoever asks for it by name', () => {
  expect(createKey().reveal()).toBe(text)
})

test('refuses what no request could carry', () => {
  expect(Key.from(`${text}\n${text}`)).toEqual({ ok: false, failure: { code: 'bad-input', detail: 'line-break' } })
})
