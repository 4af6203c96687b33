// What the demo's command line means.

import { expect, test } from '@playwright/test'
import { parseOptions, type DemoOptions } from '../../../../scripts/demo/options.ts'

const defaultOptions: DemoOptions = {
  server: { kind: 'stand-in' },
  keyFile: null,
  model: null,
  prompt: null,
  isAutomated: true,
  isJson: false,
}

function getParseError(...optionWords: readonly string[]): string {
  const parsed = parseOptions(optionWords, false)
  return parsed.ok ? '' : parsed.error
}

function parseServer(hub: string): DemoOptions['server'] | null {
  const parsed = parseOptions(['--hub', hub, '--key-file', 'key'], false)
  return parsed.ok ? parsed.value.server : null
}

function parsePrompt(...optionWords: readonly string[]): string | null {
  const parsed = parseOptions(optionWords, false)
  return parsed.ok ? parsed.value.prompt : null
}

test('without a word the window is left to the person, where there is a screen', () => {
  expect(parseOptions([], true)).toEqual({ ok: true, value: { ...defaultOptions, isAutomated: false } })
  expect(parseOptions([], false)).toEqual({ ok: true, value: defaultOptions })
})

test('who asks for a check, a result or one prompt has it done', () => {
  for (const optionWords of [['--check'], ['--json'], ['--prompt', 'Hello']]) {
    const parsed = parseOptions(optionWords, true)
    expect(parsed.ok && parsed.value.isAutomated).toBe(true)
  }
})

test('another server is an origin, or Hugging Face itself', () => {
  expect(parseServer('http://127.0.0.1:8080')).toEqual({ kind: 'other', origin: 'http://127.0.0.1:8080' })
  expect(parseServer('http://127.0.0.1:8080/')).toEqual({ kind: 'other', origin: 'http://127.0.0.1:8080' })
  expect(parseServer('live')).toEqual({ kind: 'live' })
  expect(['127.0.0.1:8080', 'http://127.0.0.1/v1', 'ftp://127.0.0.1', 'nonsense'].map(parseServer)).toEqual([null, null, null, null])
})

test('another server needs a key, unless the person sets it in the window', () => {
  expect(getParseError('--hub', 'live')).toContain('--key-file')
  expect(parseOptions(['--hub', 'live'], true).ok).toBe(true)
})

test('a prompt is taken as it is, also one that looks like an option', () => {
  expect(parsePrompt('--prompt', '- one\n- two ')).toBe('- one\n- two ')
  expect(parsePrompt('--prompt', '--json', '--check')).toBe('--json')
})

test('what means nothing is answered with a complaint', () => {
  expect(getParseError('--fast')).toContain('--fast')
  expect(getParseError('--prompt', ' ')).toContain('--prompt')
  expect(getParseError('--model', '')).toContain('--model')
})
