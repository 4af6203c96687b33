// What looks like a secret does not leave by accident: the prompt stays in its box, and sending it anyway is a second click.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { madeKey } from '../../support/data/made-keys.ts'
import { callMain, endOfAnswer, send, startNewConversation, startWithKey } from '../../support/session.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await startWithKey(hub)
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: en.chat.chooseModel })).toHaveCount(0)
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

test.beforeEach(async () => {
  await startNewConversation(chat)
  await box().fill('')
})

const secret = `/say before ${madeKey} after`
const box = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const card = () => chat.getByRole('region', { name: en.secret.title })
const takeOut = () => card().getByRole('button', { name: en.secret.takeOut })
const sendAnyway = () => card().getByRole('button', { name: en.secret.sendAnyway })
const asked = () => hub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => body)
const selected = () => chat.evaluate(() => getSelection()?.toString())

async function sendHeld(text: string): Promise<void> {
  await box().fill(text)
  await box().press('Enter')
  await expect(card()).toBeVisible()
}

/** As a paste of a long text does. */
async function attach(text: string): Promise<void> {
  await box().evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
  await expect(chat.getByRole('button', { name: /^Remove Pasted text/ })).toBeVisible()
}

test('a prompt with a secret is not sent, stays in the box, and says what it holds by four characters', async () => {
  const before = asked().length
  await sendHeld(secret)
  await expect(box()).toHaveValue(secret)
  await expect(card().getByRole('alert')).toContainText('In your prompt: a Hugging Face key, hf_')
  expect(await card().textContent()).not.toContain(madeKey.slice(0, 5))
  await expect(chat.getByRole('article')).toHaveCount(0)
  await expect(chat.getByRole('navigation').getByText('/say before')).toHaveCount(0)
  expect(asked().length).toBe(before)
})

test('a prompt that is held back is not shown as sent, not for a moment', async () => {
  await chat.evaluate(() => {
    new MutationObserver(() => {
      if (document.querySelector('article') !== null) document.documentElement.dataset['flashed'] = 'yes'
    }).observe(document.body, { childList: true, subtree: true })
  })
  await sendHeld(secret)
  expect(await chat.evaluate(() => document.documentElement.dataset['flashed'])).toBeUndefined()
  await sendAnyway().click()
  await endOfAnswer(chat, 2)
  // What would have been seen is seen now.
  expect(await chat.evaluate(() => document.documentElement.dataset['flashed'])).toBe('yes')
})

test('"Send anyway" sends it, once', async () => {
  const before = asked().length
  await sendHeld(secret)
  await sendAnyway().click()
  await endOfAnswer(chat, 2)
  await expect(card()).toHaveCount(0)
  await expect(box()).toHaveValue('')
  expect(asked().slice(before)).toHaveLength(1)
  expect(asked().at(-1)).toContain(madeKey)
})

test('the same prompt asks again the next time', async () => {
  const before = asked().length
  await sendHeld(secret)
  await sendAnyway().click()
  await endOfAnswer(chat, 2)
  await sendHeld(secret)
  expect(asked().length).toBe(before + 1)
})

test('pressing Enter again is no second click', async () => {
  const before = asked().length
  await sendHeld(secret)
  await box().press('Enter')
  await chat.getByRole('button', { name: en.chat.send, exact: true }).click()
  await expect(card()).toBeVisible()
  expect(asked().length).toBe(before)
})

test('an answer to a prompt that was sent anyway is asked for again without a question', async () => {
  await sendHeld(secret)
  await sendAnyway().click()
  await endOfAnswer(chat, 2)
  const before = asked().length
  await chat.getByRole('button', { name: en.chat.retry }).click()
  await expect.poll(() => asked().length).toBe(before + 1)
  await endOfAnswer(chat, 2)
})

test('"Take it out" leads back to the box, with the secret selected, and takes nothing away', async () => {
  const lines = 'A line of its own.\n'.repeat(60)
  await sendHeld(`${lines}${secret}\n${lines}`)
  await takeOut().click()
  await expect(box()).toBeFocused()
  expect(await selected()).toBe(madeKey)
  await expect(box()).toHaveValue(`${lines}${secret}\n${lines}`)
  // It is in sight, however long the prompt is: it stands in the middle.
  const seenFrom = await box().evaluate(({ scrollTop, clientHeight, scrollHeight }) => (scrollHeight / 2 - scrollTop) / clientHeight)
  expect(seenFrom).toBeGreaterThan(0)
  expect(seenFrom).toBeLessThan(1)
  await chat.keyboard.press('Delete')
  await expect(card()).toHaveCount(0)
  await expect(box()).toHaveValue(/before {2}after\n/)
})

test('typing hides the card', async () => {
  await sendHeld(secret)
  await box().press('End')
  await box().pressSequentially('!')
  await expect(card()).toHaveCount(0)
})

test('a secret in a text that goes along is named by that text, and its button is led to', async () => {
  const before = asked().length
  await attach(`${'A harmless text. '.repeat(300)}${madeKey}`)
  await sendHeld('/say nothing')
  await expect(card()).toContainText(`In “${en.chat.attachmentName}”: a Hugging Face key, hf_`)
  await takeOut().click()
  const remove = chat.getByRole('button', { name: /^Remove Pasted text/ })
  await expect(remove).toBeFocused()
  await expect(remove).toBeVisible()
  expect(asked().length).toBe(before)
  await sendAnyway().click()
  await endOfAnswer(chat, 2)
  expect(asked().at(-1)).toContain(madeKey)
})

test('a secret that was typed into the place for a text is found there', async () => {
  await box().fill('Can you summarize this text?')
  const place = chat.getByRole('textbox', { name: en.chat.pasteHint })
  await place.fill(`The sea is salt. ${madeKey}`)
  await sendHeld('Can you summarize this text?')
  await takeOut().click()
  await expect(place).toBeFocused()
  expect(await selected()).toBe(madeKey)
  await place.fill('The sea is salt.')
  await expect(card()).toHaveCount(0)
  await box().press('Enter')
  await endOfAnswer(chat, 2)
  expect(asked().at(-1)).not.toContain(madeKey)
})

test('the keyboard alone reaches both buttons', async () => {
  await sendHeld(secret)
  await box().press('Shift+Tab')
  await expect(sendAnyway()).toBeFocused()
  await chat.keyboard.press('Shift+Tab')
  await expect(takeOut()).toBeFocused()
  await chat.keyboard.press('Enter')
  await expect(box()).toBeFocused()
  expect(await selected()).toBe(madeKey)
  await box().press('Shift+Tab')
  await chat.keyboard.press('Enter')
  await endOfAnswer(chat, 2)
  await expect(box()).toBeFocused()
})

test('names two secrets and counts the others', async () => {
  await sendHeld(Array.from({ length: 5 }, () => madeKey).join(' '))
  await expect(card().getByRole('listitem')).toHaveCount(3)
  await expect(card()).toContainText('and 3 more')
})

test('nothing is lost when another conversation is opened meanwhile', async () => {
  await send(chat, '/say somewhere else')
  await startNewConversation(chat)
  await sendHeld(secret)
  await chat.getByRole('navigation').getByRole('button', { name: '/say somewhere else', exact: true }).click()
  await expect(box()).toHaveValue('')
  await expect(card()).toHaveCount(0)
  await startNewConversation(chat)
  await expect(box()).toHaveValue(secret)
  await expect(card()).toHaveCount(0)
  const before = asked().length
  await box().press('Enter')
  await expect(card()).toBeVisible()
  expect(asked().length).toBe(before)
})

test('main refuses a secret by itself, whatever the window asks for', async () => {
  const before = asked().length
  const prompt = { kind: 'new', id: crypto.randomUUID(), parentId: null, text: secret, attachments: [], sendsSecrets: false }
  const request = {
    runId: crypto.randomUUID(),
    conversationId: crypto.randomUUID(),
    model: 'maker/name',
    setup: null,
    sendsSecretInstructions: false,
    comparison: null,
    prompt,
  }
  expect(await callMain(chat, 'run.start', request)).toEqual({ ok: false, failure: { code: 'secret-in-prompt' } })
  expect(await callMain(chat, 'history.open', { conversationId: request.conversationId, from: null })).toEqual({ ok: true, value: null })
  expect(asked().length).toBe(before)
})

test('what only main sees goes back into the box, with the card above it', async () => {
  const before = asked().length
  // The window is made blind, so that it asks main.
  await chat.evaluate(() => {
    Reflect.set(String.prototype, 'seeing', Reflect.get(String.prototype, 'matchAll'))
    Reflect.set(String.prototype, 'matchAll', () => [])
  })
  await sendHeld(secret)
  await chat.evaluate(() => Reflect.set(String.prototype, 'matchAll', Reflect.get(String.prototype, 'seeing')))
  await expect(box()).toHaveValue(secret)
  await expect(chat.getByRole('article')).toHaveCount(0)
  expect(asked().length).toBe(before)
  await sendAnyway().click()
  await endOfAnswer(chat, 2)
  expect(asked().length).toBe(before + 1)
})
