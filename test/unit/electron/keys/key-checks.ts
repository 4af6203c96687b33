// Sample results of a key check, for specs.

import type { KeyCheck, KeyVerdict } from '../../../../shared/types/keys.ts'

export function createKeyCheck(verdict: KeyVerdict, overrides: Partial<KeyCheck> = {}): KeyCheck {
  return {
    verdict,
    why: null,
    account: 'stand-in-account',
    keyName: 'a key',
    rights: ['run-models'],
    organisations: [],
    createdAt: null,
    expiresAt: null,
    checkedAt: 1_700_000_000_000,
    ...overrides,
  }
}
