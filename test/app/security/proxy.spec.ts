// A proxy between the app and Hugging Face, through the window.

import { expect, test } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub } from '../../stand-ins/hub/hub.ts'
import { recordProof } from '../../support/proof.ts'
import { sendPrompt, launchWithKey } from '../../support/app-actions.ts'

test('[row 47] a proxy that requires a password › is named as the cause, and the prompt can be retried', async () => {
  await using hub = await startHub({ speed: 0 })
  const app = await launchWithKey(hub)
  try {
    const chat = await app.chatWindow()
    await hub.setFault('proxy-password', { times: 1 })
    await sendPrompt(chat, '/say hello')
    await expect(chat.getByText(en.failures.proxy)).toBeVisible()
    await chat.getByRole('button', { name: en.failure.retry }).first().click()
    await expect(chat.getByRole('main').getByRole('paragraph').getByText('hello', { exact: true })).toBeVisible()
    recordProof({
      figure: '1/1 a 407 is shown as a proxy failure',
      cases: 1,
      where: [app.isStandIn ? 'stand-in' : 'Electron'],
      notProven: ["the system's proxy and PAC file, which only real Electron uses"],
    })
  } finally {
    await app.close()
  }
})
