import { expect, test } from '@playwright/test'
import { actionOf, failureCodes } from '../../../../shared/errors.ts'
import type { KeyStatus } from '../../../../shared/types/keys.ts'
import { cardActionOf, waitOf } from '../../../../renderer/conversation/card-action.ts'
import { failedAnswer, failedAt } from '../state/answers.ts'

function keySavedAt(savedAt: number): KeyStatus {
  const view = { id: 'k', name: 'laptop', keptIn: 'keychain', savedAt, check: null, billTo: null, remindAfter: null } as const
  return { state: { kind: 'ready', ...view }, keys: [view], active: 'k', found: null, leftIn: [], keychainName: null }
}

const before = keySavedAt(failedAt - 60_000)
const since = keySavedAt(failedAt + 60_000)

test('a failure offers the action of its code', () => {
  for (const code of failureCodes) expect([code, cardActionOf(failedAnswer({ code }), before)]).toEqual([code, actionOf(code)])
})

test('an answer that had begun offers to go on, where it would offer to try again', () => {
  const begun = { text: 'It begins' }
  expect(cardActionOf(failedAnswer({ code: 'cut-off' }, begun), before)).toBe('continue')
  expect(cardActionOf(failedAnswer({ code: 'stalled' }, begun), before)).toBe('continue')
  expect(cardActionOf(failedAnswer({ code: 'answer-too-large' }, begun), before)).toBe('retry')
  expect(cardActionOf(failedAnswer({ code: 'prompt-too-long' }, begun), before)).toBe('shorten')
})

test('an answer that did not fail offers none', () => {
  expect(cardActionOf(failedAnswer({ code: 'internal' }, { outcome: { kind: 'stopped' } }), before)).toBe('none')
})

test('once another key is set, a key’s failure offers to try again', () => {
  for (const code of ['key-rejected', 'key-expired', 'key-lacks-permission'] as const) {
    expect(cardActionOf(failedAnswer({ code }), since)).toBe('retry')
  }
})

test('a server’s key is looked for where the server is', () => {
  expect(cardActionOf(failedAnswer({ code: 'key-rejected' }, { model: 'small@home' }), since)).toBe('open-servers')
  expect(cardActionOf(failedAnswer({ code: 'key-missing' }, { model: 'small@home' }), before)).toBe('set-key')
})

test('a wait is counted down up to an hour and said in hours beyond, from the end of the answer on', () => {
  const answer = failedAnswer({ code: 'too-many-requests' })
  expect(
    [undefined, 75, 3_600, 3_601, 86_400].map((retryAfterSeconds) =>
      waitOf({ code: 'too-many-requests', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }, answer),
    ),
  ).toEqual([
    { kind: 'none' },
    { kind: 'short', until: failedAt + 75_000 },
    { kind: 'short', until: failedAt + 3_600_000 },
    { kind: 'long', hours: 1 },
    { kind: 'long', hours: 24 },
  ])
})
