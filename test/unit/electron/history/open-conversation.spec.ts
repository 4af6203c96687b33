// Opening a conversation during a run: the live text, and the progress.

import { expect, test } from '@playwright/test'
import { openConversation, readSession } from '../../../../electron/history/open-conversation.ts'
import type { LiveRun } from '../../../../shared/types/run-records.ts'
import { createHistoryFolder, openTestHistory, createRunStart, unwrap } from '../../../support/history/history-fixture.ts'

test.describe('opening a conversation', () => {
  test('gives the live text and the progress of its running answer', async () => {
    const folder = createHistoryFolder()
    const history = await openTestHistory(folder.path)
    const { conversationId, runId, ...start } = createRunStart('Why?')
    unwrap(history.beginRun({ conversationId, runId, ...start }))
    history.setLastOpened(conversationId)
    const running: LiveRun = {
      output: { runId, conversationId, textOffset: 0, text: 'Because', reasoningOffset: 0, reasoning: 'Hm.' },
      progress: { runId, conversationId, provider: 'together', phase: { kind: 'silent', since: 5 } },
    }
    const findLiveRun = (id: string) => (id === runId ? running : null)

    const openedConversation = unwrap(openConversation(history, findLiveRun, conversationId))
    expect(openedConversation?.progress).toEqual([running.progress])
    expect(openedConversation?.messages.at(-1)).toMatchObject({ id: runId, text: 'Because', reasoning: 'Hm.' })
    expect(unwrap(readSession(history, findLiveRun)).open).toEqual(openedConversation)
    expect(unwrap(openConversation(history, () => null, conversationId))?.progress).toEqual([])
    await history.close()
    folder.remove()
  })
})
