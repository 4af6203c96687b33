// The log file: what is written, what never is, and who may read it.

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { createLog } from '../../../../electron/logging/log.ts'

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-log-'))
})
test.afterEach(() => rmSync(folder, { recursive: true }))

const readLog = (): string => readFileSync(join(folder, 'logs', 'parley.log'), 'utf8')

test.describe('log', () => {
  test('writes one line per entry, with time, level and plain values', async () => {
    const log = createLog(join(folder, 'logs'))
    log.info('run ended', { outcome: 'finished', totalMs: 1200, nested: { prompt: 'secret thoughts' } })
    log.warn('the list of models is old')
    log.error('could not save')
    await log.flush()
    const lines = readLog().trimEnd().split('\n')
    expect(lines.map((line) => line.replace(/^\S+Z /, ''))).toEqual([
      'info run ended outcome=finished totalMs=1200',
      'warn the list of models is old',
      'error could not save',
    ])
    expect(lines.every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z /.test(line))).toBe(true)
  })

  test('writes the stacks of an error and its causes, without their properties', async () => {
    const log = createLog(join(folder, 'logs'))
    const cause = Object.assign(new Error('the wire was cut'), { request: { body: 'the whole prompt' } })
    log.error('run failed', new TypeError('no answer', { cause }))
    await log.flush()
    expect(readLog()).toMatch(/run failed TypeError: no answer\n.*log\.spec\.ts/)
    expect(readLog()).toContain('caused by Error: the wire was cut')
    expect(readLog()).not.toContain('the whole prompt')
  })

  test('redacts a key before truncating a long line', async () => {
    const log = createLog(join(folder, 'logs'))
    const key = 'hf_' + 'aB3'.repeat(12)
    for (let start = 3_900; start < 4_000; start += 1) log.info('x '.repeat(start / 2) + key)
    await log.flush()
    expect(readLog()).not.toContain('hf_')
  })

  test('creates folder and file for the user only', async () => {
    const log = createLog(join(folder, 'logs'))
    log.info('started')
    await log.flush()
    expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'logs', 'parley.log')).mode & 0o777).toBe(0o600)
  })

  test('starts a new file after a megabyte and keeps the previous one', async () => {
    const log = createLog(join(folder, 'logs'))
    for (let line = 0; line < 1_200; line += 1) log.info(`${line} ${'word '.repeat(700)}`)
    await log.flush()
    const files = readdirSync(join(folder, 'logs')).toSorted()
    expect(files).toEqual(['parley.log', 'parley.old.log'])
    for (const file of files) {
      const { mode, size } = statSync(join(folder, 'logs', file))
      expect([mode, size < 1_100_000]).toEqual([0o100600, true])
    }
    // The newest lines are kept, without a gap between the files.
    const numbers = (await log.readLines()).map((line) => Number(/ info (\d+) /.exec(line)?.[1]))
    expect(numbers).toEqual(numbers.map((_, index) => 1_200 - numbers.length + index))
    expect(numbers.length).toBeGreaterThan(300)
  })

  test('continues the file of the previous start', async () => {
    const first = createLog(join(folder, 'logs'))
    first.info('before')
    await first.flush()
    const second = createLog(join(folder, 'logs'))
    second.error('after', new Error('of several lines'))
    const [before, after, stack] = await second.readLines()
    expect([before, after]).toEqual([expect.stringContaining('before'), expect.stringContaining('after Error: of several lines')])
    expect(stack).toMatch(/^ {6}at /)
  })

  test('ignores that the log cannot be written', async () => {
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
    const log = createLog(join(folder, 'logs'))
    log.error('not written')
    await expect(log.flush()).resolves.toBeUndefined()
    expect(await log.readLines()).toEqual([])
  })
})
