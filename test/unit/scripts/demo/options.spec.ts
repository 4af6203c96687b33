// The command line of `npm run demo`.

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

function getParseError(...optionArguments: readonly string[]): string {
  const parsed = parseOptions(optionArguments, false)
  return parsed.ok ? '' : parsed.error
}

function parseServer(hub: string): DemoOptions['server'] | null {
  const parsed = parseOptions(['--hub', hub, '--key-file', 'key'], false)
  return parsed.ok ? parsed.value.server : null
}

function parsePrompt(...optionArguments: readonly string[]): string | null {
  const parsed = parseOptions(optionArguments, false)
  return parsed.ok ? parsed.value.prompt : null
}

test.describe('demo options', () => {
  test('leaves the window to the person when there is a display', () => {
    expect(parseOptions([], true)).toEqual({ ok: true, value: { ...defaultOptions, isAutomated: false } })
    expect(parseOptions([], false)).toEqual({ ok: true, value: defaultOptions })
  })

  test('runs automatically with --check, --json or --prompt', () => {
    for (const optionArguments of [['--check'], ['--json'], ['--prompt', 'Hello']]) {
      const parsed = parseOptions(optionArguments, true)
      expect(parsed.ok && parsed.value.isAutomated).toBe(true)
    }
  })

  test('accepts an origin or "live" for --hub', () => {
    expect(parseServer('http://127.0.0.1:8080')).toEqual({ kind: 'other', origin: 'http://127.0.0.1:8080' })
    expect(parseServer('http://127.0.0.1:8080/')).toEqual({ kind: 'other', origin: 'http://127.0.0.1:8080' })
    expect(parseServer('live')).toEqual({ kind: 'live' })
    expect(['127.0.0.1:8080', 'http://127.0.0.1/v1', 'ftp://127.0.0.1', 'nonsense'].map(parseServer)).toEqual([null, null, null, null])
  })

  test('needs a key file for --hub unless the person uses the window', () => {
    expect(getParseError('--hub', 'live')).toContain('--key-file')
    expect(parseOptions(['--hub', 'live'], true).ok).toBe(true)
  })

  test('takes the prompt literally, even one that looks like an option', () => {
    expect(parsePrompt('--prompt', '- one\n- two ')).toBe('- one\n- two ')
    expect(parsePrompt('--prompt', '--json', '--check')).toBe('--json')
  })

  test('names an unknown or empty option', () => {
    expect(getParseError('--fast')).toContain('--fast')
    expect(getParseError('--prompt', ' ')).toContain('--prompt')
    expect(getParseError('--model', '')).toContain('--model')
  })
})
