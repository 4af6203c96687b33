// A long talk about pictures: the oldest of them stay behind, which is said before anything is sent, and told to the model.

import { expect, test, type Page } from '@playwright/test'
import { imagesOmittedNote } from '../../../electron/runs/chat-messages.ts'
import { en } from '../../../shared/words/en/en.ts'
import { saveTestImage, openTestHistory, savePromptAndAnswer } from '../../support/history/history-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { waitForAnswerEnd, launchWithKey } from '../../support/app-actions.ts'
import { createTempFolder } from '../../support/temp-folder.ts'

const visionModel = 'Qwen/Qwen2.5-VL-7B-Instruct'

const folder = createTempFolder('parley-sent-pictures-')
let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  const history = await openTestHistory(folder.path)
  let parent: { readonly conversationId?: string; readonly parentId: string | null } = { parentId: null }
  for (const number of [1, 2, 3, 4]) {
    const attachments = [1, 2, 3, 4].map(() => saveTestImage(history))
    const { conversationId, answerId } = savePromptAndAnswer(history, `Look ${number}`, 'A tide.', {
      ...parent,
      attachments,
      model: visionModel,
    })
    parent = { conversationId, parentId: answerId }
  }
  await history.close()
  hub = await startHub({ speed: 0 })
  app = await launchWithKey(hub, { data: folder.path })
  chat = await app.chatWindow()
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  folder.removeFolder()
})

const countImages = (content: unknown) => (Array.isArray(content) ? content.filter(({ type }) => type === 'image_url').length : 0)

test('says before that the oldest pictures stay behind, and tells the model', async () => {
  await chat.getByRole('button', { name: 'Look 1', exact: true }).click()
  await expect(chat.getByText(en.chat.oldestPicturesLeftOut)).toBeVisible()
  const box = chat.getByRole('textbox', { name: en.chat.promptLabel })
  await box.fill('Which was the first?')
  await box.press('Enter')
  await waitForAnswerEnd(chat, 10)
  const { messages } = JSON.parse(hub.requests.findLast(({ path }) => path.endsWith('/chat/completions'))?.body ?? '')
  const prompts = messages.filter(({ role }: { readonly role: string }) => role === 'user')
  expect(prompts[0].content).toBe(`Look 1\n\n${imagesOmittedNote}`)
  expect(prompts.map(({ content }: { readonly content: unknown }) => countImages(content))).toEqual([0, 4, 4, 4, 0])
})
