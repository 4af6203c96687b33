// What a wait comes to on screen, by how long it has been.

import { expect, test } from '@playwright/test'
import type { RunPhase } from '../../../../shared/types/progress.ts'
import { shouldAnnouncePhase, getWaitState } from '../../../../renderer/conversation/wait-state.ts'

const times = { now: 100_000, startedAt: 50_000, lastTextAt: null } as const
const failure = { code: 'provider-busy' } as const

const waitCases: readonly (readonly [string, RunPhase | undefined, number | null, unknown])[] = [
  ['nothing in the first moment', { kind: 'requesting', since: 99_800, attempt: 1 }, null, { kind: 'none' }],
  ['what is awaited after a moment', { kind: 'requesting', since: 99_600, attempt: 1 }, null, { kind: 'model', seconds: null }],
  ['how long after two seconds', { kind: 'requesting', since: 87_500, attempt: 2 }, null, { kind: 'model', seconds: 12 }],
  ['the whole wait when main has told nothing yet', undefined, null, { kind: 'model', seconds: 50 }],
  ['the keychain, from when it was asked', { kind: 'key', since: 97_000 }, null, { kind: 'key', seconds: 3 }],
  ['the place in the line as how many are before it', { kind: 'queued', queuePosition: 1 }, null, { kind: 'queued', before: 0 }],
  [
    'a countdown in whole seconds, rounded up',
    { kind: 'retrying', until: 102_100, attempt: 2, failure },
    null,
    { kind: 'retrying', seconds: 3, attempt: 2, code: 'provider-busy' },
  ],
  [
    'a countdown that does not run below one',
    { kind: 'retrying', until: 99_000, attempt: 3, failure },
    null,
    { kind: 'retrying', seconds: 1, attempt: 3, code: 'provider-busy' },
  ],
  ['nothing between two pieces', { kind: 'answering' }, 98_100, { kind: 'none' }],
  ['a gap between two pieces', { kind: 'answering' }, 97_000, { kind: 'model', seconds: 3 }],
  ['silence, from the last that came', { kind: 'silent', since: 66_000 }, 66_010, { kind: 'silent', seconds: 34 }],
]
for (const [title, phase, lastTextAt, wait] of waitCases) {
  test(`shows ${title}`, () => {
    expect(getWaitState(phase, { ...times, lastTextAt })).toEqual(wait)
  })
}

const createQueuedPhase = (queuePosition: number): RunPhase => ({ kind: 'queued', queuePosition })
const createRetryingPhase = (attempt: number): RunPhase => ({ kind: 'retrying', until: 102_000, attempt, failure })
const silentPhase: RunPhase = { kind: 'silent', since: 66_000 }
const requestingPhase: RunPhase = { kind: 'requesting', since: 66_000, attempt: 1 }

const announcementCases: readonly (readonly [string, RunPhase, RunPhase | undefined, boolean])[] = [
  ['that it waits for its turn', createQueuedPhase(3), undefined, true],
  ['each step in the line', createQueuedPhase(2), createQueuedPhase(3), false],
  ['that it is tried again', createRetryingPhase(2), requestingPhase, true],
  ['that it is tried once more', createRetryingPhase(3), createRetryingPhase(2), true],
  ['the same attempt, told again', createRetryingPhase(2), createRetryingPhase(2), false],
  ['that nothing comes', silentPhase, requestingPhase, true],
  ['that still nothing comes', silentPhase, silentPhase, false],
  ['that it is asked', requestingPhase, createQueuedPhase(1), false],
  ['that the answer comes', { kind: 'answering' }, silentPhase, false],
]
for (const [title, now, before, isAnnounced] of announcementCases) {
  test(`${isAnnounced ? 'tells' : 'does not tell'} those who listen ${title}`, () => {
    expect(shouldAnnouncePhase(now, before)).toBe(isAnnounced)
  })
}
