// A page crashes in the middle of work: drafts, prompts and answers are there afterwards.

import { expect, test, type Page } from '@playwright/test'
import type { StartView } from '../../../shared/types/start.ts'
import { en } from '../../../shared/words/en/en.ts'
import { createLongAnswer } from '../../stand-ins/hub/answers.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { electronBinary, launch, type LaunchedApp } from '../../support/launch.ts'
import { callMain, waitForAnswerEnd, sendPrompt, setKey, startNewConversation, submitPrompt } from '../../support/app-actions.ts'

test.skip(electronBinary() !== null, 'Playwright does not find a crashed page of Electron again')

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterAll(() => hub.close())

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, motion: 'full' })
  chat = await app.chatWindow()
}

const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const lastAnswer = () => chat.getByRole('article').last()

/** The saved drafts of the open and of the new conversation, as main returns them to a new window. */
function readDraftsFromMain(): Promise<readonly (string | null)[]> {
  return chat.evaluate(async () => {
    const bridge: { readonly calls: { readonly 'app.getStartView': () => Promise<{ readonly value: StartView }> } } = Reflect.get(
      window,
      'parley',
    )
    const { open, newDraft } = (await bridge.calls['app.getStartView']()).value
    return [open?.draft.text ?? null, newDraft.text]
  })
}

const splitWords = (text: string) => text.split(/\s+/).filter((word) => word !== '')

async function crashRenderer(): Promise<void> {
  await app.crashChat()
  chat = await app.chatWindow()
}

// These share one app and crash its page twice: a third crash within a minute would show the dialog.
test.describe('page that crashes once', () => {
  test.beforeAll(async () => {
    await start()
    await setKey(app, hub.keys.fineGrained)
  })
  test.afterAll(() => app.close())

  test('shows the whole running answer and the draft after it was reloaded', async () => {
    await startNewConversation(chat)
    await sendPrompt(chat, 'Hello')
    await submitPrompt(chat, '/speed 100\n/length 4000')
    await lastAnswer().getByText('This is sentence 3').waitFor()
    await promptBox().fill('A thought for later')
    await expect.poll(readDraftsFromMain).toEqual(['A thought for later', ''])
    await crashRenderer()
    await expect(promptBox()).toHaveValue('A thought for later')
    await expect(chat.getByRole('article')).toHaveCount(4)
    // The answer continues to stream in.
    await expect(lastAnswer().locator('[aria-busy="true"]')).toBeVisible()
    await waitForAnswerEnd(chat, 4)
    const shownText = (await lastAnswer().getByRole('paragraph').allTextContents()).join(' ')
    const fullAnswer = splitWords(createLongAnswer(4000))
    // The facts under the answer are a paragraph too.
    expect(splitWords(shownText).slice(0, fullAnswer.length)).toEqual(fullAnswer)
    expect(shownText.match(/This is sentence 5 /g)).toHaveLength(1)
    await expect(lastAnswer().getByRole('paragraph').last()).toBeInViewport()
    await expect(chat.getByText(en.chat.interrupted)).toHaveCount(0)
  })

  test('restores the draft of a new conversation, also without a pause in typing', async () => {
    await startNewConversation(chat)
    const typing = promptBox().pressSequentially('word '.repeat(60), { delay: 50 })
    await expect.poll(readDraftsFromMain, { intervals: [50] }).toEqual([null, expect.stringMatching(/^(word ?){5}/)])
    // Typing ends when the page is gone.
    await app.crashChat()
    await typing.catch(() => 'the page was gone')
    chat = await app.chatWindow()
    await expect(promptBox()).toHaveValue(/^(word ?){5}/)
    await expect(chat.getByRole('article')).toHaveCount(0)
  })

  test('closes its window if it is the key window’s, with the half-typed key', async () => {
    await callMain(chat, 'key.openWindow', { kind: 'new' })
    const keyWindow = await app.keyWindow()
    await keyWindow.getByLabel(en.keyWindow.page.label).fill('hf_halfTyped')
    process.kill(await app.rendererPidOf(keyWindow), 'SIGKILL')
    await expect.poll(() => app.windows().length).toBe(1)
    await sendPrompt(chat, 'Still here')
  })
})

test.describe('page that crashes three times in a minute', () => {
  test.beforeEach(start)
  test.afterEach(() => app.close())

  test('is reloaded when the person chooses to', async () => {
    await setKey(app, hub.keys.fineGrained)
    await sendPrompt(chat, 'Hello')
    await crashRenderer()
    await crashRenderer()
    await app.crashChat()
    const listMessageBoxes = async () => (await app.shellCalls()).filter(({ kind }) => kind === 'message-box')
    await expect.poll(async () => (await listMessageBoxes()).length).toBe(1)
    const { message, detail, reload, quit } = en.system.crashed
    expect(await listMessageBoxes()).toMatchObject([{ options: { message, detail, buttons: [reload, quit] } }])
    await app.answerDialog({ kind: 'button', index: 0 })
    chat = await app.chatWindow()
    await expect(chat.getByRole('article')).toHaveCount(2)
    await sendPrompt(chat, 'And again')
  })

  test('quits the app when the person chooses to', async () => {
    await crashRenderer()
    await crashRenderer()
    await app.crashChat()
    await app.answerDialog({ kind: 'button', index: 1 })
    expect(await app.exited).toEqual({ code: 0, signal: null })
  })
})
