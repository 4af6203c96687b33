// Detecting which setting a provider has refused.

import { expect, test } from '@playwright/test'
import { defaultStyle } from '../../../../shared/style.ts'
import { areInstructionsRefused, mayBeStyleRefusal, findRefusedSetting } from '../../../../renderer/conversation/refused-setting.ts'
import { failedAnswer } from '../state/sample-answers.ts'

const preciseStyle = { ...defaultStyle, mood: 'precise' } as const
const createRefusedAnswer = (detail: string, style: typeof preciseStyle | null = preciseStyle) =>
  failedAnswer({ code: 'request-refused', detail }, { style })

test.describe('refused setting', () => {
  test('is the setting that was sent and is named in the error', () => {
    expect(findRefusedSetting(createRefusedAnswer("400 · 'temperature' is not supported"))).toBe('temperature')
  })

  test('is never a setting that was not sent', () => {
    expect(findRefusedSetting(createRefusedAnswer("400 · 'seed' is not supported"))).toBeNull()
    expect(findRefusedSetting(createRefusedAnswer("400 · 'temperature' is not supported", null))).toBeNull()
  })

  test('may be the style unless it is the default', () => {
    expect([
      mayBeStyleRefusal(createRefusedAnswer('400 · Bad request')),
      mayBeStyleRefusal(createRefusedAnswer('400 · Bad request', null)),
    ]).toEqual([true, false])
    expect(mayBeStyleRefusal(failedAnswer({ code: 'offline' }, { style: preciseStyle }))).toBe(false)
  })

  test('distinguishes refused instructions from other refusals', () => {
    expect(areInstructionsRefused(createRefusedAnswer('400 · System role not supported', null))).toBe(true)
    expect(areInstructionsRefused(createRefusedAnswer('400 · Bad request'))).toBe(false)
  })
})
