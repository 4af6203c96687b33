// Filling the placeholders of sentences outside i18next.

import { expect, test } from '@playwright/test'
import { fillPlaceholders } from '../../../shared/fill-placeholders.ts'

test.describe('fillPlaceholders', () => {
  test('replaces every placeholder that has a value and keeps the others', () => {
    expect(fillPlaceholders('{{count}} of {{count}} in {{folder}}', { count: 2 })).toBe('2 of 2 in {{folder}}')
  })

  test('inserts values literally', () => {
    expect(fillPlaceholders('{{name}} and {{other}}', { name: "$' {{other}}", other: '$&' })).toBe("$' {{other}} and $&")
  })
})
