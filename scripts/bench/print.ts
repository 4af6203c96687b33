// The results of a bench for a person, as an aligned table, and for a machine, as one line of JSON. Pure but for what it says about
// this machine.

import { cpus } from 'node:os'
import { assertNever } from '../../shared/errors.ts'
import { median, ratioOf, runs, verdictOf, type Measured } from '../../test/support/bench/bench.ts'

export interface BenchRun {
  readonly name: string
  /** What the windows ran on. */
  readonly host: string
  readonly rows: readonly Measured[]
  readonly date: string
}

/** What all tables of one command have in common. */
export function headOf(host: string): string {
  const processors = cpus()
  return [
    `On ${host}, Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model ?? 'an unknown processor'}.`,
    `Medians of ${runs} runs, Parley's and the floor's (or what a row names in its place) in turn; in brackets the least and the most. Only ratios mean something elsewhere.`,
  ].join('\n')
}

export function tableOf({ name, rows }: BenchRun): string {
  const head = [name, 'Parley', 'floor', 'ratio', 'bar', '']
  const lines = rows.map((row) => [
    row.what,
    `${spread(row.parley)} ${row.unit}`.trim(),
    `${spread(row.floor)} ${row.unit}`.trim(),
    short(ratioOf(row)),
    barOf(row),
    verdictOf(row),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)))
  const align = (line: readonly string[]): string =>
    line
      .map((cell, column) => (column === 0 || column > 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return ['', ...[head, ...lines].map(align)].join('\n')
}

/** `reached`: no bar was missed, but for those that the floor missed too. */
export function jsonOf({ name, host, rows, date }: BenchRun): string {
  return JSON.stringify({
    bench: name,
    rows: rows.map((row) => ({
      name: row.name,
      what: row.what,
      unit: row.unit,
      parley: median(row.parley),
      floor: median(row.floor),
      runs: { parley: row.parley, floor: row.floor },
      verdict: verdictOf(row),
    })),
    ratios: Object.fromEntries(rows.map((row) => [row.name, ratioOf(row)])),
    bars: Object.fromEntries(rows.filter(({ bar }) => bar.kind !== 'none').map((row) => [row.name, barOf(row)])),
    reached: rows.every((row) => verdictOf(row) !== 'not reached'),
    host,
    date,
  })
}

function barOf({ bar, unit, by }: Measured): string {
  switch (bar.kind) {
    case 'ratio-at-most':
      return `≤ ${bar.limit} ×`
    case 'ratio-at-least':
      return `≥ ${bar.limit} ×${by === 'times less' ? ' less' : ''}`
    case 'figure-at-most':
      return `≤ ${bar.limit} ${unit}`.trim()
    case 'none':
      return ''
    default:
      return assertNever(bar)
  }
}

function spread(figures: readonly number[]): string {
  return `${short(median(figures))} (${short(Math.min(...figures))}–${short(Math.max(...figures))})`
}

/** Three digits that count; a dash for no figure, as for a ratio to nothing. */
function short(figure: number): string {
  if (!Number.isFinite(figure)) return '–'
  return Number(figure.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 })
}
