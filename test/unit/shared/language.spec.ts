// Which language a person gets.

import { expect, test } from '@playwright/test'
import { resolveLanguage } from '../../../shared/language.ts'

test('a chosen language is spoken whatever the system speaks', () => {
  expect(resolveLanguage('en', ['de-DE'])).toBe('en')
  expect(resolveLanguage('de', ['en-GB'])).toBe('de')
})

test('the first language of the system that Parley speaks is spoken', () => {
  expect(resolveLanguage('system', ['de-AT'])).toBe('de')
  expect(resolveLanguage('system', ['fr-CA', 'de', 'en-US'])).toBe('de')
  expect(resolveLanguage('system', ['EN-us', 'de'])).toBe('en')
})

test('English is spoken where the system says nothing that Parley speaks', () => {
  expect(resolveLanguage('system', [])).toBe('en')
  expect(resolveLanguage('system', ['', 'C', 'den-CA', 'fr-FR'])).toBe('en')
})
