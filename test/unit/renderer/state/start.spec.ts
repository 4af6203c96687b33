// Another history in the place of the one that was shown: what is told anew, and what is kept.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/failures.ts'
import { defaultStyle } from '../../../../shared/style.ts'
import type { StartView } from '../../../../shared/types/start.ts'
import { setDraft, getFullDraft } from '../../../../renderer/state/conversation.ts'
import { startOver } from '../../../../renderer/state/start.ts'
import { setState, getState } from '../../../../renderer/state/store.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())

const empty: StartView = {
  settings: { appearance: 'system', language: 'en', keyReminderDays: 90, style: defaultStyle, instructions: '' },
  systemLanguage: 'en',
  history: { conversations: [], next: null },
  open: null,
  newDraft: { text: '', attachments: [] },
  newSetup: null,
  thinkingModels: [],
  connectedTo: null,
  version: '1',
  historyProblem: null,
}

test('what could not be sent and the marks are of the history that is gone', async () => {
  bridge.respond({ 'app.getStartView': async () => succeeded(empty) })
  setState({ unsent: [{ conversationId: 'a', promptId: 'p', comparisonId: null, model: 'maker/model' }], badges: { b: 'writing' } })
  await startOver()
  expect([getState().unsent, getState().badges]).toEqual([[], {}])
})

test('keeps what is typed while the other history is read', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  bridge.respond({
    'app.getStartView': async () => {
      await promise
      return succeeded(empty)
    },
  })
  setDraft({ text: 'typed before', attachments: [] })
  const restarted = startOver()
  setDraft({ text: 'typed before and meanwhile', attachments: [] })
  resolve()
  await restarted
  expect(getFullDraft()).toEqual({ text: 'typed before and meanwhile', attachments: [] })
})
