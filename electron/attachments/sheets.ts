// Extracts the sheets of a workbook as CSV, each under its name if there are several. The only user of read-excel-file.

import csv from 'papaparse'
import readExcel from 'read-excel-file/universal'

export async function extractSheetsText(bytes: Uint8Array): Promise<string> {
  const sheets = await readExcel(new Blob([Uint8Array.from(bytes)]))
  const tables = sheets
    .filter(({ data }) => data.length > 0)
    .map(({ sheet, data }) => ({
      name: sheet,
      table: csv.unparse(
        data.map((row) => row.map(formatCell)),
        { newline: '\n' },
      ),
    }))
  return tables.map(({ name, table }) => (tables.length === 1 ? table : `# ${name}\n${table}`)).join('\n\n')
}

/** Formats a date as in ISO 8601, without the time if it is midnight. */
function formatCell(value: unknown): unknown {
  if (!(value instanceof Date)) return value
  const iso = value.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
}
