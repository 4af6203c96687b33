// The first rows of a table that is kept as text: a file of comma-separated values, or what a workbook became. Hides papaparse.

import csv from 'papaparse'

export interface TablePreview {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const maxRows = 50
const maxColumns = 30
/** More than that many rows have. A row that is cut off at its end is not shown. */
const maxCharacters = 200_000

/** Null where there is no table to show. */
export function parseTablePreview(text: string): TablePreview | null {
  // Several sheets stand under their names; the first of them is shown.
  const { data } = csv.parse<string[]>(text.slice(0, maxCharacters).replace(/^# .*\n/, ''), {
    preview: maxRows + 1,
    skipEmptyLines: true,
  })
  const [header, ...rows] = data.map((row) => row.slice(0, maxColumns))
  return header === undefined || header.length < 2 ? null : { header, rows }
}
