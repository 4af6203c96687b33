// What the demo's command line means.

import { expect, test } from '@playwright/test'
import { readOptions, type DemoOptions } from '../../../../scripts/demo/options.ts'

const alone: DemoOptions = { server: { kind: 'stand-in' }, keyFile: null, model: null, prompt: null, isDriven: true, isJson: false }

function complaintOf(...words: readonly string[]): string {
  const read = readOptions(words, false)
  return read.ok ? '' : read.complaint
}

function serverOf(hub: string): DemoOptions['server'] | null {
  const read = readOptions(['--hub', hub, '--key-file', 'key'], false)
  return read.ok ? read.value.server : null
}

function promptOf(...words: readonly string[]): string | null {
  const read = readOptions(words, false)
  return read.ok ? read.value.prompt : null
}

test('without a word the window is left to the person, where there is a screen', () => {
  expect(readOptions([], true)).toEqual({ ok: true, value: { ...alone, isDriven: false } })
  expect(readOptions([], false)).toEqual({ ok: true, value: alone })
})

test('who asks for a check, a result or one prompt has it done', () => {
  for (const words of [['--check'], ['--json'], ['--prompt', 'Hello']]) {
    const read = readOptions(words, true)
    expect(read.ok && read.value.isDriven).toBe(true)
  }
})

test('another server is an origin, or Hugging Face itself', () => {
  expect(serverOf('http://127.0.0.1:8080')).toEqual({ kind: 'other', origin: 'http://127.0.0.1:8080' })
  expect(serverOf('http://127.0.0.1:8080/')).toEqual({ kind: 'other', origin: 'http://127.0.0.1:8080' })
  expect(serverOf('live')).toEqual({ kind: 'live' })
  expect(['127.0.0.1:8080', 'http://127.0.0.1/v1', 'ftp://127.0.0.1', 'nonsense'].map(serverOf)).toEqual([null, null, null, null])
})

test('another server needs a key, unless the person sets it in the window', () => {
  expect(complaintOf('--hub', 'live')).toContain('--key-file')
  expect(readOptions(['--hub', 'live'], true).ok).toBe(true)
})

test('a prompt is taken as it is, also one that looks like an option', () => {
  expect(promptOf('--prompt', '- one\n- two ')).toBe('- one\n- two ')
  expect(promptOf('--prompt', '--json', '--check')).toBe('--json')
})

test('what means nothing is answered with a complaint', () => {
  expect(complaintOf('--fast')).toContain('--fast')
  expect(complaintOf('--prompt', ' ')).toContain('--prompt')
  expect(complaintOf('--model', '')).toContain('--model')
})
