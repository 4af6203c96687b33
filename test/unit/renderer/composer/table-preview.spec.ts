// The beginning of a table that is kept as text.

import { expect, test } from '@playwright/test'
import { parseTablePreview } from '../../../../renderer/composer/table-preview.ts'

test('a table is its head and its rows, whatever stands between its values', () => {
  const table = { header: ['Name', 'Town'], rows: [['Ada', 'Bath, Avon']] }
  expect(parseTablePreview('Name,Town\nAda,"Bath, Avon"')).toEqual(table)
  expect(parseTablePreview('Name;Town\nAda;Bath, Avon\n')).toEqual(table)
  expect(parseTablePreview('Name\tTown\r\nAda\tBath, Avon\r\n')).toEqual(table)
})

test('of several sheets the first is shown, without its name', () => {
  expect(parseTablePreview('# People\nName,Town\nAda,Bath')).toEqual({ header: ['Name', 'Town'], rows: [['Ada', 'Bath']] })
})

test('of a long or wide table the beginning is shown', () => {
  const row = Array.from({ length: 100 }, (_, column) => column).join(',')
  const table = parseTablePreview(Array.from({ length: 1_000 }, () => row).join('\n'))
  expect(table?.rows.length).toBe(50)
  expect(table?.header.length).toBe(30)
})

test('what is no table is not made one', () => {
  expect(parseTablePreview('')).toBeNull()
  expect(parseTablePreview('One line of words.\nAnd another.')).toBeNull()
})
