// The log file: what is written, what never is, and who may read it.

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { createLog, redact } from '../../electron/log.ts'
import { caseCount } from '../support/proof.ts'

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-log-'))
})
test.afterEach(() => rmSync(folder, { recursive: true }))

const logged = (): string => readFileSync(join(folder, 'logs', 'parley.log'), 'utf8')

test('writes one line an event, with its time, level and plain details', async () => {
  const log = createLog(join(folder, 'logs'))
  log.info('run ended', { outcome: 'finished', totalMs: 1200, nested: { prompt: 'secret thoughts' } })
  log.warn('the list of models is old')
  log.error('could not save')
  await log.written()
  const lines = logged().trimEnd().split('\n')
  expect(lines.map((line) => line.replace(/^\S+Z /, ''))).toEqual([
    'info run ended outcome=finished totalMs=1200',
    'warn the list of models is old',
    'error could not save',
  ])
  expect(lines.every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z /.test(line))).toBe(true)
})

test('writes the stack of an error and of its causes, and nothing that hangs on them', async () => {
  const log = createLog(join(folder, 'logs'))
  const cause = Object.assign(new Error('the wire was cut'), { request: { body: 'the whole prompt' } })
  log.error('run failed', new TypeError('no answer', { cause }))
  await log.written()
  expect(logged()).toMatch(/run failed TypeError: no answer\n.*log\.spec\.ts/)
  expect(logged()).toContain('caused by Error: the wire was cut')
  expect(logged()).not.toContain('the whole prompt')
})

test('takes the key out before cutting a line that is too long', async () => {
  const log = createLog(join(folder, 'logs'))
  const key = 'hf_' + 'aB3'.repeat(12)
  for (let start = 3_900; start < 4_000; start += 1) log.info('x '.repeat(start / 2) + key)
  await log.written()
  expect(logged()).not.toContain('hf_')
})

test('keeps the log and the folder to the user alone', async () => {
  const log = createLog(join(folder, 'logs'))
  log.info('started')
  await log.written()
  expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'logs', 'parley.log')).mode & 0o777).toBe(0o600)
})

test('starts a new file after a megabyte and keeps the one before', async () => {
  const log = createLog(join(folder, 'logs'))
  for (let line = 0; line < 400; line += 1) log.info('word '.repeat(700))
  await log.written()
  const files = readdirSync(join(folder, 'logs')).toSorted()
  expect(files).toEqual(['parley.log', 'parley.old.log'])
  for (const file of files) expect(statSync(join(folder, 'logs', file))).toMatchObject({ mode: 0o100600 })
  expect(statSync(join(folder, 'logs', 'parley.log')).size).toBeLessThan(1_100_000)
})

test('goes on in silence when the log cannot be written', async () => {
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
  const log = createLog(join(folder, 'logs'))
  log.error('nobody reads this')
  await expect(log.written()).resolves.toBeUndefined()
})

const someKey = fc.stringMatching(/^(?:hf_|api_org_|hf_oauth_)[A-Za-z0-9]{30,40}$/)

/** The forms in which a key can end up in a text, each with what must not be left of it. */
const forms: Readonly<Record<string, (key: string) => string>> = {
  raw: (key) => key,
  'first twelve characters': (key) => key.slice(0, 12),
  'in a header': (key) => `Bearer ${key}`,
  'percent-encoded': (key) => key.replaceAll('_', '%5F'),
  'JSON-escaped': (key) => key.replaceAll('_', String.raw`\u005f`),
  hex: (key) => Buffer.from(key).toString('hex'),
  'base64, offset 0': (key) => Buffer.from(key).toString('base64'),
  'base64, offset 1': (key) => Buffer.from(`:${key}`).toString('base64').slice(2),
  'base64, offset 2': (key) => Buffer.from(`a:${key}`).toString('base64').slice(2),
  'base64url, offset 1': (key) => Buffer.from(`:${key}`).toString('base64url').slice(2),
  'UTF-16': (key) => Buffer.from(key, 'utf16le').toString('latin1'),
}

const piecesOf = (written: string): readonly string[] => Array.from({ length: written.length - 7 }, (_, at) => written.slice(at, at + 8))

for (const [form, write] of Object.entries(forms)) {
  test(`redacts a key written ${form}, whatever stands around it`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), someKey, fc.string({ unit: 'binary' }), (before, secret, after) => {
        const written = write(secret)
        const left = redact(`${before}${written}${after}`)
        return piecesOf(written).every((piece) => !left.includes(piece))
      }),
      { numRuns: caseCount(200, 5_000) },
    )
  })
}

test('redacts other secrets by their shape', () => {
  expect(redact('Authorization: Basic dXNlcjpwYXNz')).toBe('Authorization: [secret]')
  expect(redact('via http://user:pass@proxy.example:8080')).toBe('via http://[secret]@proxy.example:8080')
  expect(redact('sent 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b')).toBe('sent [secret]')
  expect(redact('got RzZmQ4NTU2MzA0Nzc1ZDhiNWI3ZTZjMGNkYmEwYTQ5NzVjZmIw')).toBe('got [secret]')
})

test('leaves what a bug report needs as it is', () => {
  const useful = [
    'run 6f1f24f5-0a44-4c05-8a3f-2d1a7a4ac2f1 failed: 503 from together after 1200 ms',
    'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8 and deepseek-ai/DeepSeek-R1-Distill-Qwen-32B',
    'at openHistory (/home/Someone/Programs/Parley2/resources/electron/history/Conversations/database.ts:42:7)',
    'https://router.huggingface.co/v1/chat/completions answered text/html',
    'SQLITE_FULL: database or disk is full',
  ].join('\n')
  expect(redact(useful)).toBe(useful)
})
