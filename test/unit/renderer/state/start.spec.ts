// Starting over with another history: what is reset, and what is kept.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/failures.ts'
import { defaultSettings } from '../../../../shared/settings.ts'
import type { StartView } from '../../../../shared/types/start.ts'
import { getBadges, setBadge, watchBadges } from '../../../../renderer/state/badges.ts'
import { getFullDraft, setDraft } from '../../../../renderer/state/composer.ts'
import { getOffline, watchOffline } from '../../../../renderer/state/offline.ts'
import { startOver } from '../../../../renderer/state/start.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { failedAnswer } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
  watchOffline()
  watchBadges()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())

const empty: StartView = {
  settings: { ...defaultSettings, language: 'en' },
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

test.describe('starting over', () => {
  test('drops the unsent prompts and badges of the previous history', async () => {
    bridge.respond({ 'app.getStartView': async () => succeeded(empty) })
    bridge.emit('run.ended', {
      conversation: { id: 'a', title: 'a', isPinned: false, model: 'maker/model', updatedAt: 1, excerpt: '' },
      answer: failedAnswer({ code: 'offline' }),
    })
    setBadge('b', 'writing')
    expect([getOffline().unsent.length, Object.keys(getBadges())]).toEqual([1, ['a', 'b']])
    await startOver()
    expect([getOffline().unsent, getBadges()]).toEqual([[], {}])
  })

  test('keeps the text typed while the history is read', async () => {
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
})
