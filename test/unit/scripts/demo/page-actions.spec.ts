// Finding the failure code of a sentence on screen.

import { expect, test } from '@playwright/test'
import { failureCodes } from '../../../../shared/failures.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { findFailureCode, toPattern } from '../../../../scripts/demo/page-actions.ts'

test.describe('failures on screen', () => {
  test('finds every failure by its sentence within other text', () => {
    expect(failureCodes.map((code) => findFailureCode(`Before. ${en.failures[code]} After.`))).toEqual(failureCodes)
  })

  test('finds the failures shown in the model picker', () => {
    expect(findFailureCode(en.models.notServed.replace('{{id}}', 'org/name'))).toBe('model-not-served')
    expect(findFailureCode(en.models.notFound.replace('{{id}}', 'org/name'))).toBe('model-not-found')
    expect(findFailureCode('All is well.')).toBe(null)
  })

  test('matches any text for placeholders and escapes the rest', () => {
    expect(toPattern('Ask {{model}} (now)?').test('Ask org/name-1.5 (now)?')).toBe(true)
    expect(toPattern('Ask {{model}} (now)?').test('Ask org/name-1.5 now')).toBe(false)
  })
})
