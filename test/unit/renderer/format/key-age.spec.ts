// The age of a key, and when it should be replaced.

import { expect, test } from '@playwright/test'
import type { KeyView } from '../../../../shared/types/keys.ts'
import { getAgeInDays, getReplacementReason } from '../../../../renderer/format/key-age.ts'
import { createKeyCheck } from '../../electron/keys/key-checks.ts'

const day = 24 * 60 * 60 * 1000
const now = 1_000 * day

function createKeyView(overrides: Partial<KeyView> = {}): KeyView {
  return { id: '1', name: 'work', storage: 'keychain', savedAt: now - 10 * day, check: null, billTo: null, remindAfter: null, ...overrides }
}

test.describe('key age', () => {
  test('counts from the creation date of Hugging Face, else from saving', () => {
    expect(getAgeInDays(createKeyView(), now)).toBe(10)
    expect(getAgeInDays(createKeyView({ check: createKeyCheck('right', { createdAt: now - 100 * day }) }), now)).toBe(100)
  })

  test('is due at the age of the reminder', () => {
    expect(getReplacementReason(createKeyView({ savedAt: now - 90 * day }), 90, now)).toEqual({ kind: 'old', days: 90 })
    expect(getReplacementReason(createKeyView({ savedAt: now - 90 * day + 1 }), 90, now)).toBeNull()
  })

  test('is not due when reminders are off or postponed', () => {
    const oldKey = createKeyView({ savedAt: 0 })
    expect(getReplacementReason(oldKey, null, now)).toBeNull()
    expect(getReplacementReason({ ...oldKey, remindAfter: now + 1 }, 90, now)).toBeNull()
    expect(getReplacementReason({ ...oldKey, remindAfter: now }, 90, now)).toEqual({ kind: 'old', days: 1_000 })
  })

  test('is due when it expires soon, whatever its age', () => {
    const expiresAt = now + 13 * day
    expect(getReplacementReason(createKeyView({ check: createKeyCheck('right', { expiresAt }) }), null, now)).toEqual({
      kind: 'expires',
      expiresAt,
    })
    expect(getReplacementReason(createKeyView({ check: createKeyCheck('right', { expiresAt: now }) }), null, now)).toEqual({
      kind: 'expired',
      expiresAt: now,
    })
    expect(getReplacementReason(createKeyView({ check: createKeyCheck('right', { expiresAt: now + 15 * day }) }), null, now)).toBeNull()
  })

  test('is never due for a session key', () => {
    expect(getReplacementReason(createKeyView({ storage: 'session', savedAt: 0 }), 90, now)).toBeNull()
  })
})
