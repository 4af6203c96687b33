// Formats the results of a bench: an aligned table for people, one line of JSON for machines. Pure, except that it describes this
// machine.

import { cpus } from 'node:os'
import { assertNever } from '../../shared/failures.ts'
import { median, getRatio, runCount, getVerdict, type Measurement } from '../../test/support/bench/bench.ts'

export interface BenchRun {
  readonly name: string
  /** What ran the windows: Electron or its stand-in. */
  readonly host: string
  readonly rows: readonly Measurement[]
  readonly date: string
}

/** The heading above all tables. */
export function formatHeader(host: string): string {
  const processors = cpus()
  return [
    `On ${host}, Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model ?? 'an unknown processor'}.`,
    `Medians of ${runCount} runs, alternating between Parley and the baseline (or what a row names instead); minimum and maximum in brackets. Only ratios are comparable between machines.`,
  ].join('\n')
}

export function formatTable({ name, rows }: BenchRun): string {
  const header = [name, 'Parley', 'baseline', 'ratio', 'threshold', '']
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

/** `reached`: no threshold was missed, except where the baseline missed it too. */
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
      return `≥ ${threshold.limit} ×${compareBy === 'inverse-ratio' ? ' less' : ''}`
    case 'value-at-most':
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

/** Three significant digits; a dash for a figure that is not finite. */
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 })
}
