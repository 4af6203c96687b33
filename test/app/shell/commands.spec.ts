// The command palette, the list of keyboard shortcuts, and the commands of the menu, by keyboard alone.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'

const { commands } = en.system

test.describe('commands', () => {
  test.use({ setup: { launch: { motion: 'full' } } })

  test.beforeEach(({ chat }) => chat.startNewConversation())
  test.afterEach(({ chat }) => chat.closeDialogs())

  test('the palette opens by its key, and Escape restores the focus', async ({ chat }) => {
    await chat.promptBox.field.focus()
    await chat.palette.open()
    await chat.press('Escape')
    await expect(chat.palette.search).toHaveCount(0)
    await expect(chat.promptBox.field).toBeFocused()
  })

  test('an action is found by name, run, and listed first the next time', async ({ chat }) => {
    await chat.palette.run('leaves this')
    await expect(chat.settings.tab(en.settings.privacy)).toHaveAttribute('aria-selected', 'true')
    await chat.press('Escape')
    await chat.palette.open()
    await expect(chat.palette.options.first()).toHaveText(commands.privacy)
  })

  test('Up and Down move through the palette and stop at its ends', async ({ chat }) => {
    await chat.palette.open()
    await chat.press('ArrowDown')
    await expect(chat.palette.options.nth(1)).toHaveAttribute('aria-selected', 'true')
    await chat.press('ArrowUp')
    await chat.press('ArrowUp')
    await expect(chat.palette.options.first()).toHaveAttribute('aria-selected', 'true')
  })

  test('the palette shows the keys of actions, and hides actions that are not possible now', async ({ chat }) => {
    await chat.palette.open()
    await expect(chat.palette.options.filter({ hasText: commands.toggleHistory })).toContainText(/Ctrl\+B|⌘B/)
    await expect(chat.palette.options.filter({ hasText: commands.stop })).toHaveCount(0)
  })

  test('the palette chooses a model', async ({ chat }) => {
    await chat.palette.run('qwen2.5-7b')
    await expect(chat.promptBox.chosenModel('Qwen/Qwen2.5-7B-Instruct')).toBeVisible()
    await expect(chat.palette.search).toHaveCount(0)
  })

  test('the palette finds a conversation by its text and opens it', async ({ chat }) => {
    await chat.send('Which day is it?\nSay it with marmalade.')
    await chat.startNewConversation()
    await chat.palette.open()
    await chat.type('marmalade')
    await expect(chat.palette.options.first()).toContainText('Which day is it?')
    await chat.press('Enter')
    await expect(chat.page.getByRole('heading', { level: 1 })).toContainText('Which day is it?')
  })

  test('the search of the history opens by its key, even when the history is hidden', async ({ chat }) => {
    await chat.pressCommand('toggleHistory')
    await expect(chat.page.getByRole('searchbox')).toHaveCount(0)
    await chat.pressCommand('searchHistory')
    await expect(chat.sidebar.search).toBeFocused()
  })

  test('the search of the history has the focus when it was chosen in the palette', async ({ chat }) => {
    await chat.palette.run(commands.searchHistory)
    await expect(chat.palette.search).toHaveCount(0)
    await expect(chat.sidebar.search).toBeFocused()
  })

  test('the list of shortcuts opens by its key, has a part for each area, and closes with Escape', async ({ chat }) => {
    await chat.promptBox.field.focus()
    await chat.pressCommand('shortcuts')
    const shortcutsDialog = chat.dialog(en.shortcuts.title)
    for (const part of ['everywhere', 'prompt', 'conversation', 'history', 'picker'] as const) {
      await expect(shortcutsDialog.getByRole('heading', { name: en.shortcuts[part], exact: true })).toBeVisible()
    }
    await chat.press('Escape')
    await expect(shortcutsDialog).toHaveCount(0)
    await expect(chat.promptBox.field).toBeFocused()
  })

  test('the open conversation is saved by key, and only when it is not empty', async ({ chat, app, dataFolder }) => {
    await chat.palette.open()
    await expect(chat.palette.options.filter({ hasText: commands.saveMarkdown })).toHaveCount(0)
    await chat.press('Escape')
    await chat.send('/say To be kept in a file')
    const path = join(dataFolder, 'kept.md')
    await app.answerDialog({ kind: 'files', paths: [path] })
    await chat.pressCommand('saveMarkdown')
    await expect(chat.page.getByText(en.history.saved)).toBeVisible()
    expect(readFileSync(path, 'utf8')).toContain('To be kept in a file')
  })

  test('the palette stops all answers while several are running', async ({ chat }) => {
    for (const query of ['first', 'second']) {
      await chat.startNewConversation()
      await chat.submit(`/wait 60000\n/say ${query}`)
    }
    await chat.palette.run(commands.stopAll)
    await expect(chat.page.getByText(en.chat.stopped)).toBeVisible()
    await chat.palette.open()
    await expect(chat.palette.options.filter({ hasText: commands.stopAll })).toHaveCount(0)
  })

  test('the palette opens the instructions', async ({ chat }) => {
    await chat.palette.run(commands.instructions)
    await expect(chat.dialog(en.instructions.title)).toBeVisible()
  })

  test('the palette opens the report and About', async ({ chat }) => {
    await chat.palette.run(commands.report)
    await expect(chat.dialog(en.report.title)).toBeVisible()
    await chat.press('Escape')
    await chat.palette.run(commands.about)
    await expect(chat.settings.tab(en.settings.about)).toHaveAttribute('aria-selected', 'true')
  })
})
