// When the draft of the prompt box is saved.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/errors.ts'
import { clearDraft, savedDraft, setDraft } from '../../../../renderer/state/conversation.ts'
import { placePageBridge } from '../../../support/page/page-bridge.ts'

test('is saved once when it is asked for, and not once it is being sent', async () => {
  const bridge = placePageBridge()
  const saved: string[] = []
  bridge.answer({
    'history.saveDraft': async ({ draft }) => {
      saved.push(draft.text)
      return succeeded(undefined)
    },
  })
  setDraft({ text: 'Why', attachments: [] })
  setDraft({ text: 'Why?', attachments: [] })
  await savedDraft()
  await savedDraft()
  setDraft({ text: 'Why not?', attachments: [] })
  clearDraft()
  await savedDraft()
  expect(saved).toEqual(['Why?'])
  bridge.remove()
})
