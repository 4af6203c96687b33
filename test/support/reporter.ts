// What a run of the specs prints: each failure with its place, what specs themselves print, which files took longest, and a last line
// that counts.

import { join, relative } from 'node:path'
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter'

const tests = join(import.meta.dirname, '..')
/** So many of the files that took longest are named. */
const maxListedFiles = 12

class CountingReporter implements Reporter {
  private root: Suite | undefined
  private errors = 0
  /** Milliseconds by file. */
  private readonly durations = new Map<string, number>()

  printsToStdio(): boolean {
    return true
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    this.root = suite
    console.log(`Running ${suite.allTests().length} specs`)
  }

  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk)
  }

  onStdErr(chunk: string | Buffer): void {
    process.stderr.write(chunk)
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const file = relative(tests, test.location.file)
    this.durations.set(file, (this.durations.get(file) ?? 0) + result.duration)
    if (result.status === 'skipped' || test.ok()) return
    const outcome = result.retry < test.retries ? 'TRIED AGAIN' : 'FAILED'
    console.log(`\n${outcome} ${test.titlePath().filter(Boolean).join(' › ')}\n  ${test.location.file}:${test.location.line}`)
    for (const error of result.errors) console.log(error.stack ?? error.message ?? '')
  }

  onError(error: TestError): void {
    this.errors += 1
    console.log(error.stack ?? error.message ?? '')
  }

  onEnd(result: FullResult): void {
    const outcomes = (this.root?.allTests() ?? []).map((test) => (test.results.length === 0 ? 'not run' : test.outcome()))
    const count = (isCounted: (outcome: string) => boolean): number => outcomes.filter(isCounted).length
    // A file that could not be read, and a spec that a broken run never reached, have not passed.
    const failed = this.errors + count((outcome) => outcome === 'unexpected' || (outcome === 'not run' && result.status !== 'passed'))
    const skipped = count((outcome) => outcome === 'skipped' || (outcome === 'not run' && result.status === 'passed'))
    const passed = outcomes.length - (failed - this.errors) - skipped
    const slowest = [...this.durations].toSorted(([, one], [, other]) => other - one).slice(0, maxListedFiles)
    console.log(`\nLongest: ${slowest.map(([file, ms]) => `${file} ${Math.round(ms / 1000)} s`).join(', ')}`)
    console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  }
}

export default CountingReporter
