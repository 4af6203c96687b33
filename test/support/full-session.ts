// A session in which a person does everything once. Specs look afterwards for what must not have been left behind.

import { expect } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import type { ChatPage } from '../pages/chat-page.ts'
import type { Hub } from '../stand-ins/hub/hub.ts'

const prompts = [
  'Say something short.',
  '/markdown\nShow me everything.',
  '/think\nWhy is the sky blue?',
  '/length 3000\nTell me more.',
  '/say A text with `code` and a [link](https://huggingface.co/docs).',
] as const

const failingFaults = ['key-rejected', 'cut-by-reset', 'captive-portal', 'empty-answer'] as const
/** The app retries these by itself. */
const retriedFaults = ['too-many-requests', 'server-error'] as const

/**
 * Needs a key. Sends `promptCount` prompts, meets failures of runs and of the key's check, stops an answer, and visits the models, the
 * history and every page of the settings.
 */
export async function runFullSession(chat: ChatPage, hub: Hub, promptCount: number): Promise<void> {
  hub.setSpeed(0)
  for (let number = 0; number < promptCount; number += 1) await chat.send(prompts[number % prompts.length] ?? '')
  for (const fault of failingFaults) await chat.send(`/fault ${fault}\nThis will fail.`)
  for (const fault of retriedFaults) await chat.sendSkippingCountdowns(`/fault ${fault}\nThis will fail three times.`)
  await stopAnswer(chat)
  await visitModels(chat)
  await visitHistory(chat)
  await visitSettings(chat, hub)
}

/** In a new conversation: failed prompts are sent again with the next one, and the stand-in obeys the commands in them. */
async function stopAnswer(chat: ChatPage): Promise<void> {
  await chat.startNewConversation()
  await chat.submit('/speed 20\n/length 4000\nA long one.')
  await chat.conversation.lastMessage.getByText('This is sentence').first().waitFor()
  await chat.conversation.stopButton.click()
  await chat.conversation.waitForAnswerEnd(2)
}

async function visitModels(chat: ChatPage): Promise<void> {
  await chat.modelPicker.open()
  await chat.modelPicker.search.fill('instruct')
  await expect(chat.modelPicker.rows.first()).toBeVisible()
  await chat.modelPicker.close()
}

async function visitHistory(chat: ChatPage): Promise<void> {
  await chat.startNewConversation()
  await chat.send('A conversation that will be deleted.')
  await chat.sidebar.search.fill('deleted')
  await expect(chat.sidebar.list.getByText('deleted').first()).toBeVisible()
  await chat.sidebar.search.fill('')
}

async function visitSettings(chat: ChatPage, hub: Hub): Promise<void> {
  await chat.settings.open(en.settings.servers)
  for (const page of [
    en.settings.history,
    en.settings.instructions,
    en.settings.appearance,
    en.settings.privacy,
    en.settings.about,
    en.settings.key,
  ]) {
    await chat.settings.tab(page).click()
  }
  const check = chat.page.getByRole('button', { name: en.key.checkAgain })
  for (const fault of ['server-error', null] as const) {
    await hub.setFault(fault, { scope: 'key' })
    const requestCount = hub.requests.length
    await check.click()
    await expect.poll(() => hub.requests.slice(requestCount).some(({ path }) => path === '/api/whoami-v2')).toBe(true)
    await expect(check).toBeEnabled()
  }
  await chat.settings.close()
}
