// `npm run proof`: runs the specs that prove a promise, with their stated numbers of cases, and prints one line per row.
// `--rows 1-4,8` selects rows; `--json` prints one line of JSON per row. The exit status is 1 when a row was not reached.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.ts'
import { collectRows, type ProvenRow, type ReportSuite } from './proof/collect.ts'
import { rows, type Row } from './proof/rows.ts'
import { runPlaywright } from './run-playwright.ts'

const { values } = parseArgs({ options: { rows: { type: 'string' }, json: { type: 'boolean', default: false } } })
const selectedRows = values.rows === undefined ? rows : rows.filter(({ row }) => parseRowNumbers(values.rows ?? '').has(row))

await build()
const provenRows = collectRows(selectedRows, await runSpecs(selectedRows), new Date().toISOString().slice(0, 10))
for (const row of provenRows) process.stdout.write(`${values.json ? JSON.stringify(row) : formatRow(row)}\n`)
process.exitCode = provenRows.every((row) => row.reached !== false) ? 0 : 1

/** Runs the specs of these rows with their output on stderr; returns Playwright's report. */
async function runSpecs(selected: readonly Row[]): Promise<ReportSuite> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-proof-'))
  const file = join(folder, 'report.json')
  const titles = String.raw`\[rows? [^\]]*\b(${selected.map(({ row }) => row).join('|')})\b[^\]]*\]`
  await runPlaywright(
    [
      '--project=unit',
      '--project=rules',
      '--project=app',
      '--workers=1',
      '--pass-with-no-tests',
      `--grep=${titles}`,
      '--reporter=./test/support/reporter.ts,json',
    ],
    { PARLEY_PROOF: 'stated', PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    'stderr',
  )
  const report: ReportSuite = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(folder, { recursive: true })
  return report
}

function parseRowNumbers(list: string): ReadonlySet<number> {
  const ranges = list.split(',').map((part) => part.split('-').map(Number))
  return new Set(ranges.flatMap(([from = Number.NaN, to = from]) => Array.from({ length: to - from + 1 }, (_, index) => from + index)))
}

function formatRow({ row, promise, figure, reached, cases, where, notProven }: ProvenRow): string {
  const verdict = reached === null ? 'not run here' : reached ? 'reached' : 'NOT REACHED'
  const unprovenNote = notProven.length === 0 ? '' : ` | not proven: ${notProven.join(', ')}`
  return `${String(row).padStart(2)} ${verdict} | ${promise}: ${figure} | ${cases} cases, ${where.join(', ') || 'not run'}${unprovenNote}`
}
