// Style and instructions through the window: what is chosen there is what is sent, kept over a restart, and taken back when a provider
// refuses it; by keyboard alone; and nothing that axe finds.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'
import { sendPrompt, setKey, startNewConversation } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let data: string
let keyring: Keyring

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  data = mkdtempSync(join(tmpdir(), 'parley-style-'))
  keyring = await startKeyring('unlocked')
  await start()
  await setKey(app, hub.keys.fineGrained)
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  await keyring.stop()
  rmSync(data, { recursive: true })
})

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data, keychain: 'real', keyring })
  chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
}

const chip = () => chat.getByRole('button', { name: /^Style: / })
const stylePopover = () => chat.getByRole('dialog', { name: en.style.title })
const instructionsField = () => chat.getByRole('textbox', { name: en.instructions.label })
const button = (name: string) => chat.getByRole('button', { name, exact: true })
const answerFacts = () => chat.getByRole('article').last()

/** What went along with the newest prompt, but for what always does. */
function readSentSettings(): Readonly<Record<string, unknown>> {
  const newest = hub.requests.findLast(({ path }) => path.endsWith('/chat/completions'))
  const { model: _, stream: __, stream_options: ___, ...rest } = JSON.parse(newest?.body ?? '{}')
  return rest
}
const readSettings = () => {
  const { messages: _, ...rest } = readSentSettings()
  return rest
}

/** Chooses in the popover, and leaves it. */
async function chooseStyles(...names: readonly string[]): Promise<void> {
  await chip().click()
  for (const name of names) await stylePopover().getByText(name, { exact: true }).click()
  await chat.keyboard.press('Escape')
  await expect(stylePopover()).toHaveCount(0)
}

async function resetStyle(): Promise<void> {
  await chip().click()
  const reset = stylePopover().getByRole('button', { name: en.style.reset })
  if (await reset.isVisible()) await reset.click()
  await chat.keyboard.press('Escape')
  await expect(chip()).toHaveAccessibleName('Style: Balanced')
}

async function writeInstructions(text: string): Promise<void> {
  await chip().click()
  await stylePopover().getByRole('button', { name: en.instructions.open }).click()
  await instructionsField().fill(text)
  await button(en.instructions.done).click()
  await expect(chat.getByRole('dialog')).toHaveCount(0)
}

async function expectNoAxeViolations(): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.setSystemTheme(theme)
    await chat.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)))
    const { violations } = await new AxeBuilder({ page: chat }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [theme, id, nodes.map(({ html }) => html)])).toEqual([])
  }
  await app.setSystemTheme('light')
}

test('Balanced sends the prompt and nothing else, and says nothing of a style under the answer', async () => {
  await sendPrompt(chat, '/say Yes.')
  expect(readSentSettings()).toEqual({ messages: [{ role: 'user', content: '/say Yes.' }] })
  await expect(answerFacts()).not.toContainText(en.style.balanced)
})

test('is chosen by keyboard alone, sent with the next prompt and said under its answer', async () => {
  await startNewConversation(chat)
  await chip().focus()
  await chat.keyboard.press('Enter')
  const balanced = stylePopover().getByRole('radio', { name: en.style.balanced })
  await expect(balanced).toBeFocused()
  await chat.keyboard.press('ArrowUp')
  await expect(stylePopover().getByRole('radio', { name: en.style.precise })).toBeChecked()
  await chat.keyboard.press('Tab')
  await expect(stylePopover().getByRole('radio', { name: en.style.normal })).toBeFocused()
  await chat.keyboard.press('ArrowLeft')
  await chat.keyboard.press('Escape')
  await expect(chip()).toBeFocused()
  await expect(chip()).toHaveAccessibleName('Style: Precise, short')
  await sendPrompt(chat, '/say Yes.')
  expect(readSettings()).toEqual({ temperature: 0.2 })
  expect(readSentSettings()['messages']).toEqual([
    { role: 'system', content: expect.stringMatching(/briefly/) },
    { role: 'user', content: '/say Yes.' },
  ])
  await expect(answerFacts()).toContainText('Precise, short')
})

test('a new conversation begins with the style that was chosen last, and an older one keeps its own', async () => {
  await startNewConversation(chat)
  await expect(chip()).toHaveAccessibleName('Style: Precise, short')
  await chooseStyles(en.style.creative, en.style.normal)
  await sendPrompt(chat, '/say The creative one.')
  expect(readSettings()).toEqual({ temperature: 1 })
  await chat.getByRole('navigation').getByText('/say Yes.').first().click()
  await expect(chip()).toHaveAccessibleName('Style: Precise, short')
})

test('takes a number of Advanced when it is one, and says when it is none', async () => {
  await startNewConversation(chat)
  await resetStyle()
  await chip().click()
  await stylePopover().getByText(en.style.advanced, { exact: true }).click()
  const temperature = stylePopover().getByRole('textbox', { name: en.style.names.temperature })
  await temperature.fill('0,5')
  await stylePopover().getByRole('textbox', { name: en.style.names.stopWords }).fill('END\nSTOP')
  const seed = stylePopover().getByRole('textbox', { name: en.style.names.seed })
  await seed.fill('7')
  await seed.fill('7.5')
  await expect(stylePopover().getByText(en.style.notTaken)).toBeVisible()
  await expectNoAxeViolations()
  await chat.keyboard.press('Escape')
  await sendPrompt(chat, '/say Yes.')
  expect(readSettings()).toEqual({ temperature: 0.5, seed: 7, stop: ['END', 'STOP'] })
  await resetStyle()
})

test('offers the effort only once the model has been seen to think', async () => {
  await startNewConversation(chat)
  const effort = stylePopover().getByText(en.style.names.effort)
  await chip().click()
  await stylePopover().getByText(en.style.advanced, { exact: true }).click()
  await expect(stylePopover().getByText(en.style.names.seed)).toBeVisible()
  await expect(effort).toHaveCount(0)
  await chat.keyboard.press('Escape')
  await sendPrompt(chat, '/think\nWhy?')
  await chip().click()
  await stylePopover().getByText(en.style.advanced, { exact: true }).click()
  await stylePopover()
    .getByRole('button', { name: new RegExp(en.style.names.effort) })
    .click()
  await chat.getByRole('option', { name: en.style.low }).click()
  await chat.keyboard.press('Escape')
  await sendPrompt(chat, '/say Yes.')
  expect(readSettings()).toEqual({ reasoning_effort: 'low' })
  await resetStyle()
})

test('names the setting that a provider refuses, and sends the prompt again without it', async () => {
  await startNewConversation(chat)
  await chooseStyles(en.style.precise)
  await sendPrompt(chat, '/refuse temperature\nWhy?')
  await expect(answerFacts().getByText(en.failure.settingRefused.replace('{{setting}}', en.style.names.temperature))).toBeVisible()
  await button(en.failure.withoutSetting).click()
  await expect(answerFacts().getByText(/^by \S+ ·/)).toBeVisible()
  expect(readSettings()).toEqual({})
  await expect(chip()).toHaveAccessibleName('Style: Balanced')
})

test('says that a model takes no instructions when its template refuses them', async () => {
  await startNewConversation(chat)
  await writeInstructions('Use simple words.')
  await sendPrompt(chat, '/refuse system\nWhy?')
  await expect(answerFacts().getByText(en.failure.instructionsRefused)).toBeVisible()
})

test('keeps what was typed as instructions over a restart, before and after the first prompt', async () => {
  await startNewConversation(chat)
  await sendPrompt(chat, '/say Riddles.')
  await writeInstructions('Answer in')
  await button(en.instructions.chip).click()
  await instructionsField().fill('Answer in riddles.')
  await chat.keyboard.press('Escape')
  await startNewConversation(chat)
  await writeInstructions('Answer in')
  await button(en.instructions.chip).click()
  await instructionsField().fill('Answer in rhymes.')
  await app.close()
  await start()
  await button(en.instructions.chip).click()
  await expect(instructionsField()).toHaveValue('Answer in rhymes.')
  await expectNoAxeViolations()
  await chat.keyboard.press('Escape')
  await sendPrompt(chat, '/say Yes.')
  expect(readSentSettings()['messages']).toEqual([
    { role: 'system', content: 'Answer in rhymes.' },
    { role: 'user', content: '/say Yes.' },
  ])
  await chat.getByRole('navigation').getByText('/say Riddles.').first().click()
  await button(en.instructions.chip).click()
  await expect(instructionsField()).toHaveValue('Answer in riddles.')
  await chat.keyboard.press('Escape')
})

test('holds back a prompt whose instructions hold a secret, until the person says that they go all the same', async () => {
  await startNewConversation(chat)
  await expect(button(en.instructions.chip)).toHaveCount(0)
  await writeInstructions(`Use ${fakeKey} where a key is asked for.`)
  const before = hub.requests.length
  const box = chat.getByRole('textbox', { name: en.chat.promptLabel })
  await box.fill('/say Yes.')
  await box.press('Enter')
  const card = chat.getByRole('region', { name: en.secret.title })
  await expect(card.getByText(/^In your instructions: /)).toBeVisible()
  await card.getByRole('button', { name: en.secret.takeOut }).click()
  await expect(instructionsField()).toBeFocused()
  await chat.keyboard.press('Escape')
  expect(hub.requests.slice(before).filter(({ path }) => path.endsWith('/chat/completions'))).toEqual([])
  await card.getByRole('button', { name: en.secret.sendAnyway }).click()
  await expect(answerFacts().getByText(/^by \S+ ·/)).toBeVisible()
  await sendPrompt(chat, '/say Again.')
  await expect(card).toHaveCount(0)
})

test('a new conversation begins with the instructions of the settings', async () => {
  await startNewConversation(chat)
  await chat.keyboard.press('ControlOrMeta+,')
  await chat.getByRole('tab', { name: en.settings.instructions }).click()
  await instructionsField().fill('Call me Ada.')
  await expectNoAxeViolations()
  await chat.keyboard.press('Escape')
  await sendPrompt(chat, '/say Yes.')
  expect(readSentSettings()['messages']).toEqual([
    { role: 'system', content: 'Call me Ada.' },
    { role: 'user', content: '/say Yes.' },
  ])
  await startNewConversation(chat)
  await expect(button(en.instructions.chip)).toBeVisible()
})
