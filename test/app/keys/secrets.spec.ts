// A secret is not sent by accident: the prompt stays in its box, and sending it anyway takes a second click.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'
import { callMain, waitForAnswerEnd, sendPrompt, startNewConversation, launchWithKey } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

const secret = `/say before ${fakeKey} after`
const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const secretCard = () => chat.getByRole('region', { name: en.secret.title })
const removeButton = () => secretCard().getByRole('button', { name: en.secret.remove })
const sendAnywayButton = () => secretCard().getByRole('button', { name: en.secret.sendAnyway })
const listSentBodies = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => body)
const getSelectedText = () => chat.evaluate(() => getSelection()?.toString())

async function sendExpectingReview(text: string): Promise<void> {
  await promptBox().fill(text)
  await promptBox().press('Enter')
  await expect(secretCard()).toBeVisible()
}

/** As pasting a long text does. */
async function pasteAsAttachment(text: string): Promise<void> {
  await promptBox().evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
  await expect(chat.getByRole('button', { name: /^Remove Pasted text/ })).toBeVisible()
}

test.describe('secret review', () => {
  test.beforeAll(async () => {
    hub = await startHub({ speed: 0 })
    app = await launchWithKey(hub)
    chat = await app.chatWindow()
    await expect(chat.getByRole('button', { name: en.chat.chooseModel })).toHaveCount(0)
  })

  test.afterAll(async () => {
    await app.close()
    await hub.close()
  })

  test.beforeEach(async () => {
    await startNewConversation(chat)
    await promptBox().fill('')
  })

  test('keeps the prompt in the box and shows four characters of the secret', async () => {
    const before = listSentBodies().length
    await sendExpectingReview(secret)
    await expect(promptBox()).toHaveValue(secret)
    await expect(secretCard().getByRole('alert')).toContainText('In your prompt: a Hugging Face key, hf_')
    expect(await secretCard().textContent()).not.toContain(fakeKey.slice(0, 5))
    await expect(chat.getByRole('article')).toHaveCount(0)
    await expect(chat.getByRole('navigation').getByText('/say before')).toHaveCount(0)
    expect(listSentBodies().length).toBe(before)
  })

  test('never shows the prompt as sent, not even for a moment', async () => {
    await chat.evaluate(() => {
      new MutationObserver(() => {
        if (document.querySelector('article') !== null) document.documentElement.dataset['flashed'] = 'yes'
      }).observe(document.body, { childList: true, subtree: true })
    })
    await sendExpectingReview(secret)
    expect(await chat.evaluate(() => document.documentElement.dataset['flashed'])).toBeUndefined()
    await sendAnywayButton().click()
    await waitForAnswerEnd(chat, 2)
    // The control: a sent prompt is seen.
    expect(await chat.evaluate(() => document.documentElement.dataset['flashed'])).toBe('yes')
  })

  test('sends the prompt once on "Send anyway"', async () => {
    const before = listSentBodies().length
    await sendExpectingReview(secret)
    await sendAnywayButton().click()
    await waitForAnswerEnd(chat, 2)
    await expect(secretCard()).toHaveCount(0)
    await expect(promptBox()).toHaveValue('')
    expect(listSentBodies().slice(before)).toHaveLength(1)
    expect(listSentBodies().at(-1)).toContain(fakeKey)
  })

  test('asks again for the same prompt', async () => {
    const before = listSentBodies().length
    await sendExpectingReview(secret)
    await sendAnywayButton().click()
    await waitForAnswerEnd(chat, 2)
    await sendExpectingReview(secret)
    expect(listSentBodies().length).toBe(before + 1)
  })

  test('does not take a second Enter for a click', async () => {
    const before = listSentBodies().length
    await sendExpectingReview(secret)
    await promptBox().press('Enter')
    await chat.getByRole('button', { name: en.chat.send, exact: true }).click()
    await expect(secretCard()).toBeVisible()
    expect(listSentBodies().length).toBe(before)
  })

  test('regenerates the answer to a prompt that was sent anyway without asking', async () => {
    await sendExpectingReview(secret)
    await sendAnywayButton().click()
    await waitForAnswerEnd(chat, 2)
    const before = listSentBodies().length
    await chat.getByRole('button', { name: en.chat.retry }).click()
    await expect.poll(() => listSentBodies().length).toBe(before + 1)
    await waitForAnswerEnd(chat, 2)
  })

  test('selects the secret in the prompt box on "Remove it…", and removes nothing', async () => {
    const lines = 'A line of its own.\n'.repeat(60)
    await sendExpectingReview(`${lines}${secret}\n${lines}`)
    await removeButton().click()
    await expect(promptBox()).toBeFocused()
    expect(await getSelectedText()).toBe(fakeKey)
    await expect(promptBox()).toHaveValue(`${lines}${secret}\n${lines}`)
    // In view, although it is in the middle of a long prompt.
    const scrolledFraction = await promptBox().evaluate(
      ({ scrollTop, clientHeight, scrollHeight }) => (scrollHeight / 2 - scrollTop) / clientHeight,
    )
    expect(scrolledFraction).toBeGreaterThan(0)
    expect(scrolledFraction).toBeLessThan(1)
    await chat.keyboard.press('Delete')
    await expect(secretCard()).toHaveCount(0)
    await expect(promptBox()).toHaveValue(/before {2}after\n/)
  })

  test('disappears when typing', async () => {
    await sendExpectingReview(secret)
    await promptBox().press('End')
    await promptBox().pressSequentially('!')
    await expect(secretCard()).toHaveCount(0)
  })

  test('names the attachment with the secret, and focuses its button', async () => {
    const before = listSentBodies().length
    await pasteAsAttachment(`${'A harmless text. '.repeat(300)}${fakeKey}`)
    await sendExpectingReview('/say nothing')
    await expect(secretCard()).toContainText(`In “${en.chat.attachmentName}”: a Hugging Face key, hf_`)
    await removeButton().click()
    const remove = chat.getByRole('button', { name: /^Remove Pasted text/ })
    await expect(remove).toBeFocused()
    await expect(remove).toBeVisible()
    expect(listSentBodies().length).toBe(before)
    await sendAnywayButton().click()
    await waitForAnswerEnd(chat, 2)
    expect(listSentBodies().at(-1)).toContain(fakeKey)
  })

  test('finds a secret typed into the field for an attached text', async () => {
    await promptBox().fill('Can you summarize this text?')
    const pastedTextBox = chat.getByRole('textbox', { name: en.chat.pasteHint })
    await pastedTextBox.fill(`The sea is salt. ${fakeKey}`)
    await sendExpectingReview('Can you summarize this text?')
    await removeButton().click()
    await expect(pastedTextBox).toBeFocused()
    expect(await getSelectedText()).toBe(fakeKey)
    await pastedTextBox.fill('The sea is salt.')
    await expect(secretCard()).toHaveCount(0)
    await promptBox().press('Enter')
    await waitForAnswerEnd(chat, 2)
    expect(listSentBodies().at(-1)).not.toContain(fakeKey)
  })

  test('offers both buttons by keyboard', async () => {
    await sendExpectingReview(secret)
    await promptBox().press('Shift+Tab')
    await expect(sendAnywayButton()).toBeFocused()
    await chat.keyboard.press('Shift+Tab')
    await expect(removeButton()).toBeFocused()
    await chat.keyboard.press('Enter')
    await expect(promptBox()).toBeFocused()
    expect(await getSelectedText()).toBe(fakeKey)
    await promptBox().press('Shift+Tab')
    await chat.keyboard.press('Enter')
    await waitForAnswerEnd(chat, 2)
    await expect(promptBox()).toBeFocused()
  })

  test('names two secrets and counts the others', async () => {
    await sendExpectingReview(Array.from({ length: 5 }, () => fakeKey).join(' '))
    await expect(secretCard().getByRole('listitem')).toHaveCount(3)
    await expect(secretCard()).toContainText('and 3 more')
  })

  test('keeps the prompt when another conversation is opened meanwhile', async () => {
    await sendPrompt(chat, '/say somewhere else')
    await startNewConversation(chat)
    await sendExpectingReview(secret)
    await chat.getByRole('navigation').getByRole('button', { name: '/say somewhere else', exact: true }).click()
    await expect(promptBox()).toHaveValue('')
    await expect(secretCard()).toHaveCount(0)
    await startNewConversation(chat)
    await expect(promptBox()).toHaveValue(secret)
    await expect(secretCard()).toHaveCount(0)
    const before = listSentBodies().length
    await promptBox().press('Enter')
    await expect(secretCard()).toBeVisible()
    expect(listSentBodies().length).toBe(before)
  })

  test('is also required by main, whatever the window sends', async () => {
    const before = listSentBodies().length
    const prompt = { kind: 'new', id: crypto.randomUUID(), parentId: null, text: secret, attachments: [], allowSecrets: false }
    const request = {
      runId: crypto.randomUUID(),
      conversationId: crypto.randomUUID(),
      model: 'maker/name',
      setup: null,
      allowSecretInstructions: false,
      comparisonId: null,
      prompt,
    }
    expect(await callMain(chat, 'run.start', request)).toEqual({ ok: false, failure: { code: 'secret-in-prompt' } })
    expect(await callMain(chat, 'history.open', { conversationId: request.conversationId, from: null })).toEqual({ ok: true, value: null })
    expect(listSentBodies().length).toBe(before)
  })

  test('appears for a secret that only main finds, with the prompt back in the box', async () => {
    const before = listSentBodies().length
    // The window is made to find no secrets, so that it asks main.
    await chat.evaluate(() => {
      Reflect.set(String.prototype, 'seeing', Reflect.get(String.prototype, 'matchAll'))
      Reflect.set(String.prototype, 'matchAll', () => [])
    })
    await sendExpectingReview(secret)
    await chat.evaluate(() => Reflect.set(String.prototype, 'matchAll', Reflect.get(String.prototype, 'seeing')))
    await expect(promptBox()).toHaveValue(secret)
    await expect(chat.getByRole('article')).toHaveCount(0)
    expect(listSentBodies().length).toBe(before)
    await sendAnywayButton().click()
    await waitForAnswerEnd(chat, 2)
    expect(listSentBodies().length).toBe(before + 1)
  })
})
