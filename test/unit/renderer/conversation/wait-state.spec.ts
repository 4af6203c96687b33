// What a waiting answer shows by elapsed time, and which phases are announced to screen readers.

import { expect, test } from '@playwright/test'
import type { RunPhase } from '../../../../shared/types/progress.ts'
import { shouldAnnouncePhase, getWaitState } from '../../../../renderer/conversation/wait-state.ts'

const times = { now: 100_000, startedAt: 50_000, lastTextAt: null } as const
const failure = { code: 'provider-busy' } as const

const waitCases: readonly (readonly [string, RunPhase | undefined, number | null, unknown])[] = [
  ['nothing at first', { kind: 'requesting', since: 99_800, attempt: 1 }, null, { kind: 'none' }],
  ['what it waits for after a moment', { kind: 'requesting', since: 99_600, attempt: 1 }, null, { kind: 'model', seconds: null }],
  ['the seconds after two seconds', { kind: 'requesting', since: 87_500, attempt: 2 }, null, { kind: 'model', seconds: 12 }],
  ['the whole wait before any phase is known', undefined, null, { kind: 'model', seconds: 50 }],
  ['the wait for the keychain from its request on', { kind: 'key', since: 97_000 }, null, { kind: 'key', seconds: 3 }],
  ['the queue position as the number of runs ahead', { kind: 'queued', queuePosition: 1 }, null, { kind: 'queued', before: 0 }],
  [
    'a countdown in whole seconds, rounded up',
    { kind: 'retrying', until: 102_100, attempt: 2, failure },
    null,
    { kind: 'retrying', seconds: 3, attempt: 2, code: 'provider-busy' },
  ],
  [
    'a countdown of at least one second',
    { kind: 'retrying', until: 99_000, attempt: 3, failure },
    null,
    { kind: 'retrying', seconds: 1, attempt: 3, code: 'provider-busy' },
  ],
  ['nothing shortly after a chunk', { kind: 'answering' }, 98_100, { kind: 'none' }],
  ['a gap after a chunk', { kind: 'answering' }, 97_000, { kind: 'model', seconds: 3 }],
  ['silence from the last chunk on', { kind: 'silent', since: 66_000 }, 66_010, { kind: 'silent', seconds: 34 }],
]
test.describe('wait state', () => {
  for (const [title, phase, lastTextAt, wait] of waitCases) {
    test(`shows ${title}`, () => {
      expect(getWaitState(phase, { ...times, lastTextAt })).toEqual(wait)
    })
  }
})

const createQueuedPhase = (queuePosition: number): RunPhase => ({ kind: 'queued', queuePosition })
const createRetryingPhase = (attempt: number): RunPhase => ({ kind: 'retrying', until: 102_000, attempt, failure })
const silentPhase: RunPhase = { kind: 'silent', since: 66_000 }
const requestingPhase: RunPhase = { kind: 'requesting', since: 66_000, attempt: 1 }

const announcementCases: readonly (readonly [string, RunPhase, RunPhase | undefined, boolean])[] = [
  ['that it is queued', createQueuedPhase(3), undefined, true],
  ['each step in the queue', createQueuedPhase(2), createQueuedPhase(3), false],
  ['a retry', createRetryingPhase(2), requestingPhase, true],
  ['a second retry', createRetryingPhase(3), createRetryingPhase(2), true],
  ['the same attempt twice', createRetryingPhase(2), createRetryingPhase(2), false],
  ['silence', silentPhase, requestingPhase, true],
  ['continued silence', silentPhase, silentPhase, false],
  ['the request', requestingPhase, createQueuedPhase(1), false],
  ['the start of the answer', { kind: 'answering' }, silentPhase, false],
]
test.describe('wait announcements', () => {
  for (const [title, now, before, isAnnounced] of announcementCases) {
    test(`${isAnnounced ? 'announces' : 'does not announce'} ${title}`, () => {
      expect(shouldAnnouncePhase(now, before)).toBe(isAnnounced)
    })
  }
})
