// The beginning of a table that is kept as text.

import { expect, test } from '@playwright/test'
import { tableStart } from '../../../../renderer/composer/table-text.ts'

test('a table is its head and its rows, whatever stands between its values', () => {
  const table = { head: ['Name', 'Town'], rows: [['Ada', 'Bath, Avon']] }
  expect(tableStart('Name,Town\nAda,"Bath, Avon"')).toEqual(table)
  expect(tableStart('Name;Town\nAda;Bath, Avon\n')).toEqual(table)
  expect(tableStart('Name\tTown\r\nAda\tBath, Avon\r\n')).toEqual(table)
})

test('of several sheets the first is shown, without its name', () => {
  expect(tableStart('# People\nName,Town\nAda,Bath')).toEqual({ head: ['Name', 'Town'], rows: [['Ada', 'Bath']] })
})

test('of a long or wide table the beginning is shown', () => {
  const row = Array.from({ length: 100 }, (_, column) => column).join(',')
  const table = tableStart(Array.from({ length: 1_000 }, () => row).join('\n'))
  expect(table?.rows.length).toBe(50)
  expect(table?.head.length).toBe(30)
})

test('what is no table is not made one', () => {
  expect(tableStart('')).toBeNull()
  expect(tableStart('One line of words.\nAnd another.')).toBeNull()
})
