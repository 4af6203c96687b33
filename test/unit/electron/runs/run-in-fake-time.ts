// Runs prompts in fake time, in a separate process (fake-time-program.ts), because the test runner needs real timers.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { compileCacheEnvironment } from '../../../support/compile-cache.ts'
import type { TimedCase, TimedEvent } from './fake-time-program.ts'

const execFileAsync = promisify(execFile)

/** Runs one prompt for each case, all at the same time, with the product's real timing. Returns what happened in each, and when. */
export async function runInFakeTime(cases: readonly TimedCase[]): Promise<readonly (readonly TimedEvent[])[]> {
  const program = join(import.meta.dirname, 'fake-time-program.ts')
  const { stdout } = await execFileAsync(process.execPath, [program, JSON.stringify(cases)], { env: compileCacheEnvironment })
  return JSON.parse(stdout)
}
