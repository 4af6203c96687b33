// Which language a person gets.

import { expect, test } from '@playwright/test'
import { languageFor } from '../../../shared/language.ts'

test('a chosen language is spoken whatever the system speaks', () => {
  expect(languageFor('en', ['de-DE'])).toBe('en')
  expect(languageFor('de', ['en-GB'])).toBe('de')
})

test('the first language of the system that Parley speaks is spoken', () => {
  expect(languageFor('system', ['de-AT'])).toBe('de')
  expect(languageFor('system', ['fr-CA', 'de', 'en-US'])).toBe('de')
  expect(languageFor('system', ['EN-us', 'de'])).toBe('en')
})

test('English is spoken where the system says nothing that Parley speaks', () => {
  expect(languageFor('system', [])).toBe('en')
  expect(languageFor('system', ['', 'C', 'den-CA', 'fr-FR'])).toBe('en')
})
