// What the window reads while runs go on: what they have said up to now, and how far they are.

import { expect, test } from '@playwright/test'
import { openConversation, whatWasLeft } from '../../../../electron/history/reading.ts'
import type { LiveRun } from '../../../../shared/run-parts.ts'
import { makeFolder, open, startOf, valueOf } from '../../../support/history/history-fixture.ts'

test('a conversation that is opened shows how far its running answer is', async () => {
  const folder = makeFolder()
  const history = await open(folder.path)
  const { conversationId, runId, ...start } = startOf('Why?')
  valueOf(history.beginRun({ conversationId, runId, ...start }))
  history.setLastOpened(conversationId)
  const running: LiveRun = {
    said: { runId, conversationId, textOffset: 0, text: 'Because', reasoningOffset: 0, reasoning: 'Hm.' },
    progress: { runId, conversationId, provider: 'together', phase: { kind: 'silent', since: 5 } },
  }
  const live = (id: string) => (id === runId ? running : null)

  const opened = valueOf(openConversation(history, live, conversationId))
  expect(opened?.progress).toEqual([running.progress])
  expect(opened?.messages.at(-1)).toMatchObject({ id: runId, text: 'Because', reasoning: 'Hm.' })
  expect(valueOf(whatWasLeft(history, live)).open).toEqual(opened)
  expect(valueOf(openConversation(history, () => null, conversationId))?.progress).toEqual([])
  await history.close()
  folder.remove()
})
