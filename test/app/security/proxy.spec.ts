// A proxy between the app and Hugging Face, through the window.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import { getProofTarget, recordProof } from '../../support/proof.ts'

test.describe('proxy', () => {
  test('[row 47] is named as the cause when it requires a password, and the prompt can be retried', async ({ app, chat, hub }) => {
    await hub.setFault('proxy-password', { times: 1 })
    await chat.send('/say hello')
    await expect(chat.page.getByText(en.failures.proxy)).toBeVisible()
    await chat.page.getByRole('button', { name: en.failure.retry }).first().click()
    await expect(chat.conversation.paragraph('hello')).toBeVisible()
    recordProof({
      figure: '1/1 a 407 is shown as a proxy failure',
      cases: 1,
      where: [getProofTarget(app)],
      notProven: ["the system's proxy and PAC file, which only real Electron uses"],
    })
  })
})
