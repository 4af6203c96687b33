// Which failure a sentence on the screen stands for.

import { expect, test } from '@playwright/test'
import { failureCodes } from '../../../../shared/failures.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { findFailureCode, toPattern } from '../../../../scripts/demo/page-actions.ts'

test('every failure is known by its sentence, whatever stands around it', () => {
  expect(failureCodes.map((code) => findFailureCode(`Before. ${en.failures[code]} After.`))).toEqual(failureCodes)
})

test('what the picker says of a model is known too', () => {
  expect(findFailureCode(en.models.notServed.replace('{{id}}', 'org/name'))).toBe('model-not-served')
  expect(findFailureCode(en.models.notFound.replace('{{id}}', 'org/name'))).toBe('model-not-found')
  expect(findFailureCode('All is well.')).toBe(null)
})

test('a sentence fits with any names in it, and its own signs mean themselves', () => {
  expect(toPattern('Ask {{model}} (now)?').test('Ask org/name-1.5 (now)?')).toBe(true)
  expect(toPattern('Ask {{model}} (now)?').test('Ask org/name-1.5 now')).toBe(false)
})
