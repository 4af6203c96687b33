// The first rows of a table that is kept as text: a file of comma-separated values, or what a workbook became. Hides papaparse.

import csv from 'papaparse'

export interface TableStart {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const mostRows = 50
const mostColumns = 30
/** More than that many rows have. A row that is cut off at its end is not shown. */
const charactersRead = 200_000

/** Null where there is no table to show. */
export function tableStart(text: string): TableStart | null {
  // Several sheets stand under their names; the first of them is shown.
  const { data } = csv.parse<string[]>(text.slice(0, charactersRead).replace(/^# .*\n/, ''), {
    preview: mostRows + 1,
    skipEmptyLines: true,
  })
  const [head, ...rows] = data.map((row) => row.slice(0, mostColumns))
  return head === undefined || head.length < 2 ? null : { head, rows }
}
