// The results of a bench for a person, as an aligned table, and for a machine, as one line of JSON. Pure but for what it says about
// this machine.

import { cpus } from 'node:os'
import { assertNever } from '../../shared/failures.ts'
import { median, getRatio, runCount, getVerdict, type Measurement } from '../../test/support/bench/bench.ts'

export interface BenchRun {
  readonly name: string
  /** What the windows ran on. */
  readonly host: string
  readonly rows: readonly Measurement[]
  readonly date: string
}

/** What all tables of one command have in common. */
export function formatHeader(host: string): string {
  const processors = cpus()
  return [
    `On ${host}, Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model ?? 'an unknown processor'}.`,
    `Medians of ${runCount} runs, Parley's and the floor's (or what a row names in its place) in turn; in brackets the least and the most. Only ratios mean something elsewhere.`,
  ].join('\n')
}

export function formatTable({ name, rows }: BenchRun): string {
  const header = [name, 'Parley', 'floor', 'ratio', 'bar', '']
  const lines = rows.map((row) => [
    row.label,
    `${formatSpread(row.parley)} ${row.unit}`.trim(),
    `${formatSpread(row.baseline)} ${row.unit}`.trim(),
    formatNumber(getRatio(row)),
    formatThreshold(row),
    getVerdict(row),
  ])
  const widths = header.map((_, column) => Math.max(...[header, ...lines].map((line) => line[column]?.length ?? 0)))
  const align = (line: readonly string[]): string =>
    line
      .map((cell, column) => (column === 0 || column > 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return ['', ...[header, ...lines].map(align)].join('\n')
}

/** `reached`: no bar was missed, but for those that the floor missed too. */
export function formatJson({ name, host, rows, date }: BenchRun): string {
  return JSON.stringify({
    bench: name,
    rows: rows.map((row) => ({
      name: row.name,
      what: row.label,
      unit: row.unit,
      parley: median(row.parley),
      floor: median(row.baseline),
      runs: { parley: row.parley, floor: row.baseline },
      verdict: getVerdict(row),
    })),
    ratios: Object.fromEntries(rows.map((row) => [row.name, getRatio(row)])),
    bars: Object.fromEntries(rows.filter(({ threshold }) => threshold.kind !== 'none').map((row) => [row.name, formatThreshold(row)])),
    reached: rows.every((row) => getVerdict(row) !== 'not reached'),
    host,
    date,
  })
}

function formatThreshold({ threshold, unit, compareBy }: Measurement): string {
  switch (threshold.kind) {
    case 'ratio-at-most':
      return `≤ ${threshold.limit} ×`
    case 'ratio-at-least':
      return `≥ ${threshold.limit} ×${compareBy === 'times less' ? ' less' : ''}`
    case 'figure-at-most':
      return `≤ ${threshold.limit} ${unit}`.trim()
    case 'none':
      return ''
    default:
      return assertNever(threshold)
  }
}

function formatSpread(values: readonly number[]): string {
  return `${formatNumber(median(values))} (${formatNumber(Math.min(...values))}–${formatNumber(Math.max(...values))})`
}

/** Three digits that count; a dash for no figure, as for a ratio to nothing. */
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 })
}
