// The preview of a table that is attached as text.

import { expect, test } from '@playwright/test'
import { parseTablePreview } from '../../../../renderer/composer/table-preview.ts'

test.describe('table preview', () => {
  test('splits header and rows at commas, semicolons or tabs', () => {
    const table = { header: ['Name', 'Town'], rows: [['Ada', 'Bath, Avon']] }
    expect(parseTablePreview('Name,Town\nAda,"Bath, Avon"')).toEqual(table)
    expect(parseTablePreview('Name;Town\nAda;Bath, Avon\n')).toEqual(table)
    expect(parseTablePreview('Name\tTown\r\nAda\tBath, Avon\r\n')).toEqual(table)
  })

  test('shows the first of several sheets without its name', () => {
    expect(parseTablePreview('# People\nName,Town\nAda,Bath')).toEqual({ header: ['Name', 'Town'], rows: [['Ada', 'Bath']] })
  })

  test('shows the first rows and columns of a large table', () => {
    const row = Array.from({ length: 100 }, (_, column) => column).join(',')
    const table = parseTablePreview(Array.from({ length: 1_000 }, () => row).join('\n'))
    expect(table?.rows.length).toBe(50)
    expect(table?.header.length).toBe(30)
  })

  test('returns null for text that is not a table', () => {
    expect(parseTablePreview('')).toBeNull()
    expect(parseTablePreview('One line of words.\nAnd another.')).toBeNull()
  })
})
