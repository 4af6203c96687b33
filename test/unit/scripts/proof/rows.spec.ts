// The list of proof rows. `npm run proof` never runs a spec that claims an unknown row, so every claimed row must be listed.

import { expect, test } from '@playwright/test'
import { rows } from '../../../../scripts/proof/rows.ts'
import { readSources } from '../../../support/sources.ts'

test.describe('proof rows', () => {
  test('include every row that a spec claims', () => {
    const knownRows = new Set(rows.map(({ row }) => row))
    const provenRows = readSources((path) => path.startsWith('test/') && path.endsWith('.spec.ts')).flatMap(({ path, text }) =>
      [...text.matchAll(/\btest\(\s*['`]\[rows? ([\d, ]+)\]/g)].flatMap(([, list = '']) =>
        list.split(',').map((row) => ({ path, row: Number(row) })),
      ),
    )
    expect(provenRows.length).toBeGreaterThan(rows.length / 2)
    expect(provenRows.filter(({ row }) => !knownRows.has(row))).toEqual([])
  })
})
