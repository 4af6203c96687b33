// Another history in the place of the one that was shown: what is told anew, and what is kept.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/errors.ts'
import { usualStyle } from '../../../../shared/style.ts'
import type { StartView } from '../../../../shared/types/start.ts'
import { setDraft, wholeDraft } from '../../../../renderer/state/conversation.ts'
import { startOver } from '../../../../renderer/state/start.ts'
import { change, state } from '../../../../renderer/state/store.ts'
import { placePageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = placePageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.forget())

const empty: StartView = {
  settings: { appearance: 'system', language: 'en', keyReminderDays: 90, style: usualStyle, instructions: '' },
  systemLanguage: 'en',
  history: { conversations: [], next: null },
  open: null,
  newDraft: { text: '', attachments: [] },
  newSetup: null,
  thinkingModels: [],
  connectedTo: null,
  version: '1',
  historyTrouble: null,
}

test('what could not be sent and the marks are of the history that is gone', async () => {
  bridge.answer({ 'app.start': async () => succeeded(empty) })
  change({ unsent: [{ conversationId: 'a', promptId: 'p', comparison: null, model: 'maker/model' }], marks: { b: 'writing' } })
  await startOver()
  expect([state().unsent, state().marks]).toEqual([[], {}])
})

test('keeps what is typed while the other history is read', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  bridge.answer({
    'app.start': async () => {
      await promise
      return succeeded(empty)
    },
  })
  setDraft({ text: 'typed before', attachments: [] })
  const over = startOver()
  setDraft({ text: 'typed before and meanwhile', attachments: [] })
  resolve()
  await over
  expect(wholeDraft()).toEqual({ text: 'typed before and meanwhile', attachments: [] })
})
