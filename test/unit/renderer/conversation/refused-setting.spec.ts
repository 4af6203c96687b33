import { expect, test } from '@playwright/test'
import { usualStyle } from '../../../../shared/style.ts'
import { areInstructionsRefused, mayBeStyle, refusedSettingOf } from '../../../../renderer/conversation/refused-setting.ts'
import { failedAnswer } from '../state/answers.ts'

const precise = { ...usualStyle, mood: 'precise' } as const
const refused = (detail: string, style: typeof precise | null = precise) => failedAnswer({ code: 'request-refused', detail }, { style })

test('is the setting that was sent and is named', () => {
  expect(refusedSettingOf(refused("400 · 'temperature' is not supported"))).toBe('temperature')
})

test('is none that was not sent, as its name is there for another reason', () => {
  expect(refusedSettingOf(refused("400 · 'seed' is not supported"))).toBeNull()
  expect(refusedSettingOf(refused("400 · 'temperature' is not supported", null))).toBeNull()
})

test('may be the style as long as it was not the usual one', () => {
  expect([mayBeStyle(refused('400 · Bad request')), mayBeStyle(refused('400 · Bad request', null))]).toEqual([true, false])
  expect(mayBeStyle(failedAnswer({ code: 'offline' }, { style: precise }))).toBe(false)
})

test('tells instructions that were refused from what else was', () => {
  expect(areInstructionsRefused(refused('400 · System role not supported', null))).toBe(true)
  expect(areInstructionsRefused(refused('400 · Bad request'))).toBe(false)
})
