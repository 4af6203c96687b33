// What a person does in Parley, through its windows: set a key, send prompts, meet failures, look around. Hides the names of the
// controls, and how one sees on screen that something has ended.

import { expect, type Page } from '@playwright/test'
import { maxAttempts } from '../../shared/types/progress.ts'
import { en } from '../../shared/words/en/en.ts'
import { getCommandKey } from './command-accelerators.ts'
import type { Hub } from '../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp, type LaunchOptions } from './launch.ts'

/** Opens the key window from the first screen, or from a failure that needs a key, and types the key there. The window is still open afterwards. */
export async function typeKey(app: LaunchedApp, key: string): Promise<Page> {
  const chat = await app.chatWindow()
  const setKeyButton = chat.getByRole('button', { name: new RegExp(`^(${en.key.set}|${en.key.missingAction}|${en.failure['set-key']})$`) })
  await setKeyButton.first().click()
  const window = await app.keyWindow()
  await window.getByLabel(en.keyWindow.page.label).fill(key)
  return window
}

/** Sets the key from the first screen, and waits until the key window is gone and the first screen asks for none. */
export async function setKey(app: LaunchedApp, key: string): Promise<void> {
  await saveKey(await typeKey(app, key))
  const chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: en.key.set })).toHaveCount(0)
}

/** Starts the app with a key that is kept by one click, where it is not the key's way that is looked at: the key window costs a process more. */
export async function launchWithKey(hub: Hub, options: LaunchOptions = {}): Promise<LaunchedApp> {
  const app = await launch({ hub: hub.origin, ...options, environment: { ...options.environment, HF_TOKEN: hub.keys.fineGrained } })
  const chat = await app.chatWindow()
  await chat.getByRole('button', { name: en.key.keepInKeychain }).click()
  await expect(chat.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
  return app
}

/** Saves what was typed, and waits until the key window is gone. */
export async function saveKey(window: Page): Promise<void> {
  await Promise.all([window.waitForEvent('close'), window.getByRole('button', { name: en.keyWindow.page.save }).click()])
}

/** Leaves the key window by its button. */
export async function cancelKey(window: Page): Promise<void> {
  const click = window.getByRole('button', { name: en.keyWindow.page.cancel }).click()
  // The window may go before the click is told to be done: that it goes is what counts.
  await Promise.all([window.waitForEvent('close'), click.catch(() => undefined)])
}

/** Types the prompt and sends it. */
export async function submitPrompt(chat: Page, prompt: string): Promise<void> {
  // The first model is chosen from a list that comes after the first screen.
  await expect(chat.getByRole('button', { name: en.chat.chooseModel })).toHaveCount(0)
  const box = chat.getByRole('textbox', { name: en.chat.promptLabel })
  await box.fill(prompt)
  await box.press('Enter')
  await expect(box).toHaveValue('')
}

/** Sends the prompt and waits until its answer has ended, in whatever way; as long as it is usual for an expectation, if not told. */
export async function sendPrompt(chat: Page, prompt: string, timeoutMs?: number): Promise<void> {
  const before = await messageCount(chat)
  await submitPrompt(chat, prompt)
  await waitForAnswerEnd(chat, before + 2, timeoutMs)
}

/** The same for a prompt that is sent three times, without the waits between. */
export async function sendSkippingWaits(chat: Page, prompt: string): Promise<void> {
  const before = await messageCount(chat)
  await submitPrompt(chat, prompt)
  for (const attempt of [2, 3]) {
    await expect(chat.getByRole('article').last().getByText(`(${attempt} of ${maxAttempts})`)).toBeVisible()
    await chat.getByRole('button', { name: en.chat.tryNow }).click()
  }
  await waitForAnswerEnd(chat, before + 2)
}

/** Messages of the open conversation, once it is there: after a restart it comes with the first screen. */
export async function messageCount(chat: Page): Promise<number> {
  const last = chat.getByRole('article').last()
  await expect(last.or(chat.getByRole('heading', { name: en.chat.newTitle, level: 1 })).first()).toBeAttached()
  return (await last.count()) === 0 ? 0 : Number(await last.getAttribute('aria-setsize'))
}

/** Waits until the conversation has that many messages and the last one is an answer that is not running. */
export async function waitForAnswerEnd(chat: Page, messages: number, timeoutMs?: number): Promise<void> {
  const last = chat.locator(`article[aria-posinset="${messages}"][aria-setsize="${messages}"]`)
  await expect(last.locator('[aria-busy="false"]')).toBeVisible(timeoutMs === undefined ? {} : { timeout: timeoutMs })
}

export async function startNewConversation(chat: Page): Promise<void> {
  await chat.getByRole('button', { name: en.history.newConversation }).click()
  await expect(chat.getByRole('article')).toHaveCount(0)
}

/** Leaves what lies over the window, from the uppermost down. */
export async function closeDialogs(chat: Page): Promise<void> {
  const dialogs = chat.getByRole('dialog')
  for (let left = await dialogs.count(); left > 0; left -= 1) await chat.keyboard.press('Escape')
  await expect(dialogs).toHaveCount(0)
}

const prompts = [
  'Say something short.',
  '/markdown\nShow me everything.',
  '/think\nWhy is the sky blue?',
  '/length 3000\nTell me more.',
  '/say A text with `code` and a [link](https://huggingface.co/docs).',
] as const

const failingFaults = ['key-rejected', 'cut-by-reset', 'captive-portal', 'empty-answer'] as const
/** These are tried again unasked. */
const retriedFaults = ['too-many-requests', 'server-error'] as const

/**
 * A full session once a key is set: so many prompts sent, failures of runs and of the key's check, an answer stopped, the models, the
 * history and every page of the settings.
 */
export async function runFullSession(chat: Page, hub: Hub, promptCount: number): Promise<void> {
  hub.setSpeed(0)
  for (let number = 0; number < promptCount; number += 1) await sendPrompt(chat, prompts[number % prompts.length] ?? '')
  for (const fault of failingFaults) await sendPrompt(chat, `/fault ${fault}\nThis will fail.`)
  for (const fault of retriedFaults) await sendSkippingWaits(chat, `/fault ${fault}\nThis will fail three times.`)
  await stopAnswer(chat)
  await visitModels(chat)
  await visitHistory(chat)
  await visitSettings(chat, hub)
}

/** In a conversation of its own: prompts that failed go along with the next one, and the stand-in reads what stands in them. */
async function stopAnswer(chat: Page): Promise<void> {
  await startNewConversation(chat)
  await submitPrompt(chat, '/speed 20\n/length 4000\nA long one.')
  await chat.getByRole('article').last().getByText('This is sentence').first().waitFor()
  await chat.getByRole('button', { name: en.chat.stop, exact: true }).click()
  await waitForAnswerEnd(chat, 2)
}

async function visitModels(chat: Page): Promise<void> {
  await chat.keyboard.press(getCommandKey('chooseModel'))
  const search = chat.getByRole('combobox', { name: en.models.search })
  await search.fill('instruct')
  await expect(chat.getByRole('row').first()).toBeVisible()
  await search.press('Escape')
  await expect(search).toHaveCount(0)
}

async function visitHistory(chat: Page): Promise<void> {
  await startNewConversation(chat)
  await sendPrompt(chat, 'A conversation that will be deleted.')
  const search = chat.getByRole('searchbox', { name: en.history.search })
  await search.fill('deleted')
  await expect(chat.getByRole('navigation').getByText('deleted').first()).toBeVisible()
  await search.fill('')
}

async function visitSettings(chat: Page, hub: Hub): Promise<void> {
  await chat.keyboard.press('ControlOrMeta+,')
  for (const page of [
    en.settings.servers,
    en.settings.history,
    en.settings.instructions,
    en.settings.appearance,
    en.settings.privacy,
    en.settings.about,
    en.settings.key,
  ]) {
    await chat.getByRole('tab', { name: page }).click()
  }
  const check = chat.getByRole('button', { name: en.key.checkAgain })
  for (const fault of ['server-error', null] as const) {
    await hub.setFault(fault, { scope: 'key' })
    const requestCount = hub.requests.length
    await check.click()
    await expect.poll(() => hub.requests.slice(requestCount).some(({ path }) => path === '/api/whoami-v2')).toBe(true)
    await expect(check).toBeEnabled()
  }
  await chat.getByRole('button', { name: en.settings.close }).click()
  await expect(chat.getByRole('dialog')).toHaveCount(0)
}

/** Calls main over the bridge of the page, past the page's own code, as a script in it could. */
export function callMain(page: Page, name: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    (given) => {
      // Any name and any input: that is what a script could try.
      const bridge: { readonly calls: Readonly<Record<string, (value: unknown) => Promise<unknown>>> } = Reflect.get(window, 'parley')
      return bridge.calls[given.name]?.(given.input)
    },
    { name, input },
  )
}
