// Thousands of runs, good and bad, in a separate process: nothing stays in memory, and nothing stays open.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import type { HubFaultName } from '../../../stand-ins/hub/faults/faults.ts'
import { createHistoryFolder } from '../../../support/history/history-fixture.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import type { LongUseResults } from './soak-program.ts'

const execFileAsync = promisify(execFile)

/** Faults of every kind, most of them without retries: waiting for retries would take most of the time. */
const faults: readonly HubFaultName[] = [
  'unknown-model',
  'key-rejected',
  'credits-used-up',
  'no-permission',
  'refused-fields',
  'captive-portal',
  'redirected-307',
  'error-object-in-stream',
  'malformed-line',
  'cut-by-close',
  'cut-by-reset',
  'cut-gzip',
  'cut-mid-character',
  'wrong-content-type',
  'endless-line',
  'gzip-bomb',
  'slow-drip',
  'silent-stall',
  'empty-answer',
  'all-reasoning',
]

/** Two good answers per fault. */
const prompts = faults.flatMap((fault) => ['/say Hello, hello.', `/fault ${fault}\nThis will fail.`, '/think\n/length 3000\nA longer one.'])

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
const mebibyte = 1024 * 1024

/** Allowed growth per run, on average. The ids of the last thousand runs, which are remembered, take less than a tenth of it. */
const maxBytesPerRun = 1024
/** For memory that varies, such as compiled code. */
const allowance = mebibyte

test.describe('runs', () => {
  test('[row 48] leave nothing in memory and nothing open after two thousand', async () => {
    test.skip(process.platform !== 'linux', 'Only Linux lists the open files of a process.')
    const count = caseCount(60, 2_000)
    test.setTimeout(120_000 + count * 300)
    const folder = createHistoryFolder()
    await using hub = await startHub({ speed: 0 })
    const program = join(import.meta.dirname, 'soak-program.ts')
    const programArguments = ['--folder', folder.path, '--hub', hub.origin, '--key', hub.keys.fineGrained, '--runs', String(count)]
    const { stdout } = await execFileAsync(process.execPath, ['--expose-gc', program, ...programArguments, '--', ...prompts]).finally(
      folder.remove,
    )
    const { heldBytesSamples, before, after, outcomes }: LongUseResults = JSON.parse(stdout)

    const total = Object.values(outcomes).reduce((sum, times) => sum + times, 0)
    expect(total).toBe(count + 1)
    expect(Object.keys(outcomes)).toEqual(
      expect.arrayContaining(['finished', 'stopped', 'cut-off', 'stalled', 'answer-too-large', 'captive-portal']),
    )
    expect(Object.keys(outcomes)).not.toContain('internal')

    const quarter = heldBytesSamples.length / 4
    const second = median(heldBytesSamples.slice(quarter, 2 * quarter))
    const last = median(heldBytesSamples.slice(3 * quarter))
    const growth = last - second
    expect(growth).toBeLessThanOrEqual(allowance + (count / 2) * maxBytesPerRun)
    expect(after).toEqual(before)
    recordProof({
      figure: `${(growth / mebibyte).toFixed(2)} MB between the second and the last quarter, 0 handles left`,
      cases: count,
      where: ['Node'],
    })
  })
})
