// A page or the whole app falls over in the middle of work: what was typed, sent and answered is there afterwards, and an answer that
// is not whole says so.

import { expect, test, type Page } from '@playwright/test'
import type { StartView } from '../../../shared/types/start.ts'
import { en } from '../../../shared/words/en/en.ts'
import { createLongAnswer } from '../../stand-ins/hub/answers.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { electronBinary, launch, type LaunchedApp } from '../../support/launch.ts'
import { callMain, waitForAnswerEnd, sendPrompt, setKey, startNewConversation, submitPrompt } from '../../support/app-actions.ts'

test.skip(electronBinary() !== null, 'Playwright finds no page of Electron again that fell over')

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

/** The drafts of the open conversation and of the new one, as main would give them to a window that opens now. */
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

// A third fall within a minute would be asked about: together these have two.
test.describe('once', () => {
  test.beforeAll(async () => {
    await start()
    await setKey(app, hub.keys.fineGrained)
  })
  test.afterAll(() => app.close())

  test('a page that falls over while an answer comes in shows all of it afterwards, once, with the draft in the box', async () => {
    await startNewConversation(chat)
    await sendPrompt(chat, 'Hello')
    await submitPrompt(chat, '/speed 100\n/length 4000')
    await lastAnswer().getByText('This is sentence 3').waitFor()
    await promptBox().fill('A thought for later')
    await expect.poll(readDraftsFromMain).toEqual(['A thought for later', ''])
    await crashRenderer()
    await expect(promptBox()).toHaveValue('A thought for later')
    await expect(chat.getByRole('article')).toHaveCount(4)
    // It goes on where it was, before the eyes of the person.
    await expect(lastAnswer().locator('[aria-busy="true"]')).toBeVisible()
    await waitForAnswerEnd(chat, 4)
    const shownText = (await lastAnswer().getByRole('paragraph').allTextContents()).join(' ')
    const fullAnswer = splitWords(createLongAnswer(4000))
    // Under the answer stands who gave it, in a paragraph as well.
    expect(splitWords(shownText).slice(0, fullAnswer.length)).toEqual(fullAnswer)
    expect(shownText.match(/This is sentence 5 /g)).toHaveLength(1)
    await expect(lastAnswer().getByRole('paragraph').last()).toBeInViewport()
    await expect(chat.getByText(en.chat.interrupted)).toHaveCount(0)
  })

  test('what was typed for a conversation that does not exist yet comes back too, though the typing never paused', async () => {
    await startNewConversation(chat)
    const typing = promptBox().pressSequentially('word '.repeat(60), { delay: 50 })
    await expect.poll(readDraftsFromMain, { intervals: [50] }).toEqual([null, expect.stringMatching(/^(word ?){5}/)])
    // It goes on typing until there is nothing to type into.
    await app.crashChat()
    await typing.catch(() => 'the page went first')
    chat = await app.chatWindow()
    await expect(promptBox()).toHaveValue(/^(word ?){5}/)
    await expect(chat.getByRole('article')).toHaveCount(0)
  })

  test('a key window that falls over goes, with the key that was half typed', async () => {
    await callMain(chat, 'key.openWindow', { kind: 'new' })
    const keyWindow = await app.keyWindow()
    await keyWindow.getByLabel(en.keyWindow.page.label).fill('hf_halfTyped')
    process.kill(await app.rendererPidOf(keyWindow), 'SIGKILL')
    await expect.poll(() => app.windows().length).toBe(1)
    await sendPrompt(chat, 'Still here')
  })
})

test.describe('again and again', () => {
  test.beforeEach(start)
  test.afterEach(() => app.close())

  test('a page that falls over a third time within a minute is asked about, and comes back when it is tried again', async () => {
    await setKey(app, hub.keys.fineGrained)
    await sendPrompt(chat, 'Hello')
    await crashRenderer()
    await crashRenderer()
    await app.crashChat()
    const listMessageBoxes = async () => (await app.shellCalls()).filter(({ kind }) => kind === 'message-box')
    await expect.poll(async () => (await listMessageBoxes()).length).toBe(1)
    const { message, detail, again, quit } = en.system.fallen
    expect(await listMessageBoxes()).toMatchObject([{ options: { message, detail, buttons: [again, quit] } }])
    await app.answerDialog({ kind: 'button', index: 0 })
    chat = await app.chatWindow()
    await expect(chat.getByRole('article')).toHaveCount(2)
    await sendPrompt(chat, 'And again')
  })

  test('quits when that is chosen instead', async () => {
    await crashRenderer()
    await crashRenderer()
    await app.crashChat()
    await app.answerDialog({ kind: 'button', index: 1 })
    expect(await app.exited).toEqual({ code: 0, signal: null })
  })
})
