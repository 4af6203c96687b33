// Which failure a sentence on the screen stands for.

import { expect, test } from '@playwright/test'
import { failureCodes } from '../../../../shared/errors.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { codeIn, sentence } from '../../../../scripts/demo/window.ts'

test('every failure is known by its sentence, whatever stands around it', () => {
  expect(failureCodes.map((code) => codeIn(`Before. ${en.failures[code]} After.`))).toEqual(failureCodes)
})

test('what the picker says of a model is known too', () => {
  expect(codeIn(en.models.notServed.replace('{{id}}', 'org/name'))).toBe('model-not-served')
  expect(codeIn(en.models.notFound.replace('{{id}}', 'org/name'))).toBe('model-not-found')
  expect(codeIn('All is well.')).toBe(null)
})

test('a sentence fits with any names in it, and its own signs mean themselves', () => {
  expect(sentence('Ask {{model}} (now)?').test('Ask org/name-1.5 (now)?')).toBe(true)
  expect(sentence('Ask {{model}} (now)?').test('Ask org/name-1.5 now')).toBe(false)
})
