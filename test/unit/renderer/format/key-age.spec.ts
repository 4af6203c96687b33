// When it is time to replace a key.

import { expect, test } from '@playwright/test'
import type { KeyView } from '../../../../shared/types/keys.ts'
import { ageInDays, dueOf } from '../../../../renderer/format/key-age.ts'
import { checkOf } from '../../electron/keys/checks.ts'

const day = 24 * 60 * 60 * 1000
const now = 1_000 * day

function keyOf(given: Partial<KeyView> = {}): KeyView {
  return { id: '1', name: 'work', keptIn: 'keychain', savedAt: now - 10 * day, check: null, billTo: null, remindAfter: null, ...given }
}

test('a key is as old as Hugging Face says, or as long as it has been set where that is not known', () => {
  expect(ageInDays(keyOf(), now)).toBe(10)
  expect(ageInDays(keyOf({ check: checkOf('right', { createdAt: now - 100 * day }) }), now)).toBe(100)
})

test('a key is due when it is as old as the reminder says', () => {
  expect(dueOf(keyOf({ savedAt: now - 90 * day }), 90, now)).toEqual({ kind: 'old', days: 90 })
  expect(dueOf(keyOf({ savedAt: now - 90 * day + 1 }), 90, now)).toBeNull()
})

test('nobody is reminded who does not want it, or wants it later', () => {
  const old = keyOf({ savedAt: 0 })
  expect(dueOf(old, null, now)).toBeNull()
  expect(dueOf({ ...old, remindAfter: now + 1 }, 90, now)).toBeNull()
  expect(dueOf({ ...old, remindAfter: now }, 90, now)).toEqual({ kind: 'old', days: 1_000 })
})

test('a key that ends soon is due, whatever its age', () => {
  const at = now + 13 * day
  expect(dueOf(keyOf({ check: checkOf('right', { expiresAt: at }) }), null, now)).toEqual({ kind: 'expires', at })
  expect(dueOf(keyOf({ check: checkOf('right', { expiresAt: now }) }), null, now)).toEqual({ kind: 'expired', at: now })
  expect(dueOf(keyOf({ check: checkOf('right', { expiresAt: now + 15 * day }) }), null, now)).toBeNull()
})

test('a key that is not kept need not be replaced', () => {
  expect(dueOf(keyOf({ keptIn: 'session', savedAt: 0 }), 90, now)).toBeNull()
})
