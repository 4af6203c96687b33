// How much each key was used in each month, independent of the conversations.

import { expect, test } from '@playwright/test'
import type { History } from '../../../../../electron/history/history.ts'
import {
  createRunResult,
  createHistoryFolder,
  openTestHistory,
  createRunStart,
  unwrap,
} from '../../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof createHistoryFolder>
let history: History
test.beforeEach(async () => {
  folder = createHistoryFolder()
  history = await openTestHistory(folder.path)
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

/** Saves a run in that month with that key, or with none for null. Returns the conversation's id. */
function saveRunInMonth(month: string, keyId: string | null, tokens: number | null = 10): string {
  const start = createRunStart('Why?', { startedAt: new Date(`${month}-15T12:00`).getTime() })
  unwrap(history.beginRun(start))
  const usage = tokens === null ? null : { inputTokens: tokens, outputTokens: tokens * 2 }
  unwrap(history.endRun(start.runId, createRunResult('Because.', { usage, key: keyId === null ? null : { id: keyId, name: 'work' } })))
  return start.conversationId
}

test.describe('key usage', () => {
  test('counts runs and tokens by key and month, newest first', () => {
    saveRunInMonth('2026-10', 'a')
    saveRunInMonth('2026-11', 'a')
    saveRunInMonth('2026-11', 'a', null)
    saveRunInMonth('2026-11', 'b', 7)
    saveRunInMonth('2026-11', null)
    expect(unwrap(history.listKeyUsage())).toEqual([
      { keyId: 'a', month: '2026-11', runs: 2, inputTokens: 10, outputTokens: 20 },
      { keyId: 'b', month: '2026-11', runs: 1, inputTokens: 7, outputTokens: 14 },
      { keyId: 'a', month: '2026-10', runs: 1, inputTokens: 10, outputTokens: 20 },
    ])
  })

  test('stays when the conversation is purged', async () => {
    const conversationId = saveRunInMonth('2026-11', 'a')
    unwrap(history.delete(conversationId))
    unwrap(await history.purgeDeleted(Date.now() + 1_000))
    expect(unwrap(history.listKeyUsage())).toMatchObject([{ keyId: 'a', runs: 1 }])
  })
})
