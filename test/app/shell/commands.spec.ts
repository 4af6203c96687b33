// The palette, the sheet of keys and the menu's commands, by keyboard alone.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { closeDialogs, sendPrompt, startNewConversation, submitPrompt, launchWithKey } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

const { commands } = en.system
const press = (key: string) => chat.keyboard.press(key)
const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const paletteInput = () => chat.getByRole('combobox', { name: en.palette.search })
const options = () => chat.getByRole('option')
const dialog = (name: string) => chat.getByRole('dialog', { name })

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await launchWithKey(hub, { motion: 'full' })
  chat = await app.chatWindow()
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
})
test.beforeEach(() => startNewConversation(chat))
test.afterEach(() => closeDialogs(chat))

async function openPalette(): Promise<void> {
  await press('ControlOrMeta+k')
  await expect(paletteInput()).toBeFocused()
}

async function runCommand(query: string): Promise<void> {
  await openPalette()
  await chat.keyboard.type(query)
  await expect(options().first()).toHaveAttribute('aria-selected', 'true')
  await press('Enter')
}

test('the palette opens by its key, and Escape gives the focus back', async () => {
  await promptBox().focus()
  await openPalette()
  await press('Escape')
  await expect(paletteInput()).toHaveCount(0)
  await expect(promptBox()).toBeFocused()
})

test('an action is found by its name, done, and on top the next time', async () => {
  await runCommand('leaves this')
  await expect(chat.getByRole('tab', { name: en.settings.privacy })).toHaveAttribute('aria-selected', 'true')
  await press('Escape')
  await openPalette()
  await expect(options().first()).toHaveText(commands.privacy)
})

test('Up and Down go from row to row and stay in the list', async () => {
  await openPalette()
  await press('ArrowDown')
  await expect(options().nth(1)).toHaveAttribute('aria-selected', 'true')
  await press('ArrowUp')
  await press('ArrowUp')
  await expect(options().first()).toHaveAttribute('aria-selected', 'true')
})

test('an action tells its key, and one that is not possible now is not there', async () => {
  await openPalette()
  await expect(options().filter({ hasText: commands.toggleHistory })).toContainText(/Ctrl\+B|⌘B/)
  await expect(options().filter({ hasText: commands.stop })).toHaveCount(0)
})

test('a model is found and chosen', async () => {
  await runCommand('qwen2.5-7b')
  await expect(chat.getByRole('button', { name: /^Model: Qwen\/Qwen2.5-7B-Instruct/ })).toBeVisible()
  await expect(paletteInput()).toHaveCount(0)
})

test('a conversation is found by what was said in it, and opened', async () => {
  await sendPrompt(chat, 'Which day is it?\nSay it with marmalade.')
  await startNewConversation(chat)
  await openPalette()
  await chat.keyboard.type('marmalade')
  await expect(options().first()).toContainText('Which day is it?')
  await press('Enter')
  await expect(chat.getByRole('heading', { level: 1 })).toContainText('Which day is it?')
})

test('the search of the history is reached by its key, also when the history is hidden', async () => {
  await press('ControlOrMeta+b')
  await expect(chat.getByRole('searchbox')).toHaveCount(0)
  await press('ControlOrMeta+Shift+f')
  await expect(chat.getByRole('searchbox', { name: en.history.search })).toBeFocused()
})

test('the search of the history has the focus when it was taken from the palette', async () => {
  await runCommand(commands.searchHistory)
  await expect(paletteInput()).toHaveCount(0)
  await expect(chat.getByRole('searchbox', { name: en.history.search })).toBeFocused()
})

test('the sheet of keys opens by its key, tells them by part, and closes with Escape', async () => {
  await promptBox().focus()
  await press('ControlOrMeta+/')
  const shortcutsDialog = dialog(en.shortcuts.title)
  for (const part of ['everywhere', 'prompt', 'conversation', 'history', 'picker'] as const) {
    await expect(shortcutsDialog.getByRole('heading', { name: en.shortcuts[part], exact: true })).toBeVisible()
  }
  await press('Escape')
  await expect(shortcutsDialog).toHaveCount(0)
  await expect(promptBox()).toBeFocused()
})

test('what is shown is saved from its key, and cannot be before there is anything', async () => {
  await openPalette()
  await expect(options().filter({ hasText: commands.saveMarkdown })).toHaveCount(0)
  await press('Escape')
  await sendPrompt(chat, '/say To be kept in a file')
  const path = join(app.data, 'kept.md')
  await app.answerDialog({ kind: 'files', paths: [path] })
  await press('ControlOrMeta+s')
  await expect(chat.getByText(en.history.saved)).toBeVisible()
  expect(readFileSync(path, 'utf8')).toContain('To be kept in a file')
})

test('all answers are stopped from the palette while there is more than one', async () => {
  for (const query of ['first', 'second']) {
    await startNewConversation(chat)
    await submitPrompt(chat, `/wait 60000\n/say ${query}`)
  }
  await runCommand(commands.stopAll)
  await expect(chat.getByText(en.chat.stopped)).toBeVisible()
  await openPalette()
  await expect(options().filter({ hasText: commands.stopAll })).toHaveCount(0)
})

test('the instructions are opened from the palette', async () => {
  await runCommand(commands.instructions)
  await expect(dialog(en.instructions.title)).toBeVisible()
})

test('the report and what is about Parley are reached from the palette', async () => {
  await runCommand(commands.report)
  await expect(dialog(en.report.title)).toBeVisible()
  await press('Escape')
  await runCommand(commands.about)
  await expect(chat.getByRole('tab', { name: en.settings.about })).toHaveAttribute('aria-selected', 'true')
})
