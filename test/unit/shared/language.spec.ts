// Choosing the language of the app from the setting and the system's languages.

import { expect, test } from '@playwright/test'
import { resolveLanguage } from '../../../shared/language.ts'

test.describe('language', () => {
  test('uses the chosen language whatever the system uses', () => {
    expect(resolveLanguage('en', ['de-DE'])).toBe('en')
    expect(resolveLanguage('de', ['en-GB'])).toBe('de')
  })

  test('uses the first system language that Parley has', () => {
    expect(resolveLanguage('system', ['de-AT'])).toBe('de')
    expect(resolveLanguage('system', ['fr-CA', 'de', 'en-US'])).toBe('de')
    expect(resolveLanguage('system', ['EN-us', 'de'])).toBe('en')
    expect(resolveLanguage('system', ['DE', 'en'])).toBe('de')
  })

  test('falls back to English when Parley has none of the system languages', () => {
    expect(resolveLanguage('system', [])).toBe('en')
    expect(resolveLanguage('system', ['', 'C', 'den-CA', 'fr-FR'])).toBe('en')
  })
})
