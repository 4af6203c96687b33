// Which action a failed answer offers, and how long it waits before a retry.

import { expect, test } from '@playwright/test'
import { failureTraits, failureCodes } from '../../../../shared/failures.ts'
import type { KeyStatus } from '../../../../shared/types/keys.ts'
import { getCardAction, getRetryDelay } from '../../../../renderer/conversation/card-action.ts'
import { failedAnswer, failedAt } from '../state/sample-answers.ts'

function createKeyStatus(savedAt: number): KeyStatus {
  const view = { id: 'k', name: 'laptop', storage: 'keychain', savedAt, check: null, billTo: null, remindAfter: null } as const
  return { state: { kind: 'ready', ...view }, keys: [view], active: 'k', found: null, exposedLocations: [], keychainName: null }
}

const before = createKeyStatus(failedAt - 60_000)
const newerKeyStatus = createKeyStatus(failedAt + 60_000)

test.describe('failure action', () => {
  test('is the action of the failure code', () => {
    for (const code of failureCodes)
      expect([code, getCardAction(failedAnswer({ code }), before)]).toEqual([code, failureTraits[code].action])
  })

  test('is continue instead of retry for a partial answer', () => {
    const partialAnswer = { text: 'It begins' }
    expect(getCardAction(failedAnswer({ code: 'cut-off' }, partialAnswer), before)).toBe('continue')
    expect(getCardAction(failedAnswer({ code: 'stalled' }, partialAnswer), before)).toBe('continue')
    expect(getCardAction(failedAnswer({ code: 'answer-too-large' }, partialAnswer), before)).toBe('retry')
    expect(getCardAction(failedAnswer({ code: 'prompt-too-long' }, partialAnswer), before)).toBe('shorten')
  })

  test('is none for an answer that did not fail', () => {
    expect(getCardAction(failedAnswer({ code: 'internal' }, { outcome: { kind: 'stopped' } }), before)).toBe('none')
  })

  test('is retry for a key failure once another key is set', () => {
    for (const code of ['key-rejected', 'key-expired', 'key-lacks-permission'] as const) {
      expect(getCardAction(failedAnswer({ code }), newerKeyStatus)).toBe('retry')
    }
  })

  test('opens the servers for the key of a server', () => {
    expect(getCardAction(failedAnswer({ code: 'key-rejected' }, { model: 'small@home' }), newerKeyStatus)).toBe('open-servers')
    expect(getCardAction(failedAnswer({ code: 'key-missing' }, { model: 'small@home' }), before)).toBe('set-key')
  })
})

test.describe('retry delay', () => {
  test('counts down up to an hour from the end of the answer, and shows hours beyond', () => {
    const answer = failedAnswer({ code: 'too-many-requests' })
    expect(
      [undefined, 75, 3_600, 3_601, 86_400].map((retryAfterSeconds) =>
        getRetryDelay({ code: 'too-many-requests', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }, answer),
      ),
    ).toEqual([
      { kind: 'none' },
      { kind: 'short', until: failedAt + 75_000 },
      { kind: 'short', until: failedAt + 3_600_000 },
      { kind: 'long', hours: 1 },
      { kind: 'long', hours: 24 },
    ])
  })
})
