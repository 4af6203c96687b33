// Turns Playwright's report into the rows of the proof. Pure. Hides how specs claim a row and how several specs are combined.

import type { ProofFacts, ProofTarget } from '../../test/support/proof.ts'
import type { Row } from './rows.ts'

/** The part of Playwright's `JSONReport` that is used. */
export interface ReportSuite {
  readonly suites?: readonly ReportSuite[]
  readonly specs?: readonly ReportSpec[]
}

interface ReportSpec {
  readonly title: string
  readonly tests: readonly {
    readonly status: 'skipped' | 'expected' | 'unexpected' | 'flaky'
    readonly annotations: readonly { readonly type: string; readonly description?: string }[]
  }[]
}

export interface ProvenRow {
  readonly row: number
  readonly promise: string
  readonly figure: string
  /** Null when no spec of the row could run here. */
  readonly reached: boolean | null
  readonly cases: number
  readonly where: readonly ProofTarget[]
  readonly notProven: readonly string[]
  readonly date: string
}

/** One result per row, in order. A row is not reached when a spec failed or when no spec claims it. */
export function collectRows(rows: readonly Row[], report: ReportSuite, date: string): readonly ProvenRow[] {
  const specs = flattenSpecs(report)
  return rows.map((row) => toProvenRow(row, specs, date))
}

function toProvenRow({ row, promise, target }: Row, specs: readonly ReportSpec[], date: string): ProvenRow {
  const tests = specs.filter((spec) => parseClaimedRows(spec.title).includes(row)).flatMap((spec) => spec.tests)
  const executed = tests.filter((test) => test.status !== 'skipped')
  const facts = executed.flatMap((test) =>
    test.annotations.filter(({ type }) => type === 'proven').map(({ description }) => parseFacts(description)),
  )
  const failures = executed.filter((test) => test.status !== 'expected').length
  const skipped = tests.flatMap((test) => (test.status === 'skipped' ? [test.annotations[0]?.description ?? 'skipped here'] : []))
  const isReached = executed.length === 0 ? null : failures === 0 && facts.length > 0
  return {
    row,
    promise,
    figure:
      failures > 0
        ? `${failures} of ${executed.length} specs failed (to reach: ${target})`
        : unique(facts.map((fact) => fact.figure)).join('; ') || target,
    reached: tests.length === 0 ? false : isReached,
    cases: facts.reduce((sum, fact) => sum + fact.cases, 0),
    where: unique(facts.flatMap((fact) => fact.where)),
    notProven: unique([...facts.flatMap((fact) => fact.notProven ?? []), ...skipped]),
    date,
  }
}

/** Parses "[row 1] …" and "[rows 1, 3] …". */
function parseClaimedRows(title: string): readonly number[] {
  const list = /^\[rows? ([\d, ]+)\]/.exec(title)?.[1]
  return list === undefined ? [] : list.split(',').map(Number)
}

function parseFacts(description: string | undefined): ProofFacts {
  // Written by `recordProof()` in test/support/proof.ts, in the same run.
  const facts: ProofFacts = JSON.parse(description ?? '')
  return facts
}

function flattenSpecs(suite: ReportSuite): readonly ReportSpec[] {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(flattenSpecs)]
}

function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)]
}
