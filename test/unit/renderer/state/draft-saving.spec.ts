// When the draft in the prompt box is saved.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/failures.ts'
import { flushDraft, setDraft, takeRecord } from '../../../../renderer/state/composer.ts'
import { emptyDraft } from '../../../../renderer/state/drafts.ts'
import { installPageBridge } from '../../../support/page/page-bridge.ts'

test.describe('draft', () => {
  test('is saved once on request, and not after it is sent', async () => {
    const bridge = installPageBridge()
    const saved: string[] = []
    bridge.respond({
      'history.saveDraft': async ({ draft }) => {
        saved.push(draft.text)
        return succeeded(undefined)
      },
    })
    setDraft({ text: 'Why', attachments: [] })
    setDraft({ text: 'Why?', attachments: [] })
    await flushDraft()
    await flushDraft()
    setDraft({ text: 'Why not?', attachments: [] })
    takeRecord(emptyDraft)
    await flushDraft()
    expect(saved).toEqual(['Why?'])
    bridge.remove()
  })
})
