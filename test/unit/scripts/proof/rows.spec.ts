// The list of the proof's rows, which decides what `npm run proof` runs: a spec that names a row that is not there is never run for it.

import { expect, test } from '@playwright/test'
import { rows } from '../../../../scripts/proof/rows.ts'
import { readSources } from '../../../support/sources.ts'

test('every row that a spec proves is a row of the proof', () => {
  const knownRows = new Set(rows.map(({ row }) => row))
  const provenRows = readSources((path) => path.startsWith('test/') && path.endsWith('.spec.ts')).flatMap(({ path, text }) =>
    [...text.matchAll(/\btest\(\s*['`]\[rows? ([\d, ]+)\]/g)].flatMap(([, list = '']) =>
      list.split(',').map((row) => ({ path, row: Number(row) })),
    ),
  )
  expect(provenRows.length).toBeGreaterThan(rows.length / 2)
  expect(provenRows.filter(({ row }) => !knownRows.has(row))).toEqual([])
})
