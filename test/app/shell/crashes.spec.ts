// A page crashes in the middle of work: drafts, prompts and answers are there afterwards.

import type { Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test, type RestartableApp } from '../../fixtures.ts'
import { waitForKeyWindow } from '../../pages/key-window.ts'
import { createLongAnswer } from '../../stand-ins/hub/answers.ts'
import { electronBinary } from '../../support/launch.ts'
import { callMain, readStartView } from '../../support/page/call-main.ts'

/** The drafts of the open conversation and of the new one, as main would give them to a window that opens now. */
async function readDrafts(page: Page): Promise<readonly (string | null)[]> {
  const { open, newDraft } = await readStartView(page)
  return [open?.draft.text ?? null, newDraft.text]
}

/** Crashes the page and waits until the app has loaded it again. */
async function crashPage(app: RestartableApp): Promise<void> {
  await app.crashChat()
  await app.chatWindow()
}

const splitWords = (text: string) => text.split(/\s+/).filter((word) => word !== '')

test.describe('crashes', () => {
  test.skip(electronBinary() !== null, 'Playwright does not find a crashed page of Electron again')

  // These share one app and crash its page twice: a third crash within a minute would show the dialog.
  test.describe('page that crashes once', () => {
    test.use({ setup: { launch: { motion: 'full' } } })

    test('shows the whole running answer and the draft after it was reloaded', async ({ chat, app }) => {
      await chat.startNewConversation()
      await chat.send('Hello')
      await chat.submit('/speed 100\n/length 4000')
      await chat.conversation.lastMessage.getByText('This is sentence 3').waitFor()
      await chat.promptBox.field.fill('A thought for later')
      await expect.poll(() => readDrafts(chat.page)).toEqual(['A thought for later', ''])
      await crashPage(app)
      await expect(chat.promptBox.field).toHaveValue('A thought for later')
      await expect(chat.conversation.messages).toHaveCount(4)
      // The answer continues to stream in.
      await expect(chat.conversation.lastMessage.locator('[aria-busy="true"]')).toBeVisible()
      await chat.conversation.waitForAnswerEnd(4)
      const shownText = (await chat.conversation.lastMessage.getByRole('paragraph').allTextContents()).join(' ')
      const fullAnswer = splitWords(createLongAnswer(4000))
      // The facts under the answer are a paragraph too.
      expect(splitWords(shownText).slice(0, fullAnswer.length)).toEqual(fullAnswer)
      expect(shownText.match(/This is sentence 5 /g)).toHaveLength(1)
      await expect(chat.conversation.lastMessage.getByRole('paragraph').last()).toBeInViewport()
      await expect(chat.page.getByText(en.chat.interrupted)).toHaveCount(0)
    })

    test('restores the draft of a new conversation, also without a pause in typing', async ({ chat, app }) => {
      await chat.startNewConversation()
      const typing = chat.promptBox.field.pressSequentially('word '.repeat(60), { delay: 50 })
      await expect.poll(() => readDrafts(chat.page), { intervals: [50] }).toEqual([null, expect.stringMatching(/^(word ?){5}/)])
      // Typing ends when the page is gone.
      await app.crashChat()
      await typing.catch(() => 'the page was gone')
      await app.chatWindow()
      await expect(chat.promptBox.field).toHaveValue(/^(word ?){5}/)
      await expect(chat.conversation.messages).toHaveCount(0)
    })

    test('closes its window if it is the key window’s, with the half-typed key', async ({ chat, app }) => {
      await callMain(chat.page, 'key.openWindow', { kind: 'new' })
      const keyWindow = await waitForKeyWindow(app)
      await keyWindow.field.fill('hf_halfTyped')
      process.kill(await app.rendererPidOf(keyWindow.page), 'SIGKILL')
      await expect.poll(() => app.windows().length).toBe(1)
      await chat.send('Still here')
    })
  })

  test.describe('page that crashes three times in a minute', () => {
    test.use({ setup: { scope: 'test', launch: { motion: 'full' } } })

    test('is reloaded when the person chooses to', async ({ chat, app }) => {
      await chat.send('Hello')
      await crashPage(app)
      await crashPage(app)
      await app.crashChat()
      const listMessageBoxes = async () => (await app.shellCalls()).filter(({ kind }) => kind === 'message-box')
      await expect.poll(async () => (await listMessageBoxes()).length).toBe(1)
      const { message, detail, reload, quit } = en.system.crashed
      expect(await listMessageBoxes()).toMatchObject([{ options: { message, detail, buttons: [reload, quit] } }])
      await app.answerDialog({ kind: 'button', index: 0 })
      await app.chatWindow()
      await expect(chat.conversation.messages).toHaveCount(2)
      await chat.send('And again')
    })

    test('quits the app when the person chooses to', async ({ app }) => {
      await crashPage(app)
      await crashPage(app)
      await app.crashChat()
      await app.answerDialog({ kind: 'button', index: 1 })
      expect(await app.exited).toEqual({ code: 0, signal: null })
    })
  })
})
