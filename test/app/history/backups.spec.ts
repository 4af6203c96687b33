// A history that is damaged, too new or cannot be opened, and its backups: what the window says, and the ways to recover.

import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { setKey } from '../../pages/key-window.ts'
import { expectNoAxeViolations } from '../../support/axe.ts'
import {
  createTestBackups,
  damageLongPrompt,
  listFileNames,
  openTestArchive,
  saveLongPrompt,
} from '../../support/history/archive-fixture.ts'
import { unwrap } from '../../support/history/history-fixture.ts'

const toFile = (dataFolder: string): string => join(dataFolder, 'history.sqlite')
const formatConversationCount = (count: number): string => (count === 1 ? '1 conversation' : `${count} conversations`)

const hourMs = 60 * 60 * 1000

/** Two backups, an hour and two days old, of one conversation and of two; then a third conversation. */
async function createHistory(dataFolder: string): Promise<void> {
  const archive = openTestArchive(dataFolder)
  await archive.savePrompt('About herring')
  unwrap(await createTestBackups(dataFolder, { now: Date.now() - 48 * hourMs }).create())
  await archive.savePrompt('About olives')
  unwrap(await createTestBackups(dataFolder, { now: Date.now() - hourMs }).create())
  await archive.savePrompt('About the moon')
  await archive.close()
}

function damageHistory(dataFolder: string): void {
  writeFileSync(toFile(dataFolder), readFileSync(toFile(dataFolder)).fill(0xa5, 0, 5_000))
}

/** Damages the texts of the backups, which are not read to list them. */
function damageBackups(dataFolder: string): void {
  for (const name of listFileNames(dataFolder, 'backups')) {
    const path = join(dataFolder, 'backups', name)
    const bytes = readFileSync(path)
    const page = bytes.lastIndexOf('About herring') & ~4_095
    writeFileSync(path, bytes.fill(0xa5, page, page + 4_096))
  }
}

async function openBackups(chat: ChatPage): Promise<void> {
  // Without a history there is another page instead.
  await expect(chat.sidebar.rows.first()).toBeVisible()
  await chat.settings.open(en.settings.history)
}

test.describe('backups', () => {
  test.use({ setup: { scope: 'test', key: 'none' } })

  test('a damaged history offers its backups with their counts, and one is restored by keyboard', async ({ hub, dataFolder, startApp }) => {
    await createHistory(dataFolder)
    damageHistory(dataFolder)
    const damagedBytes = readFileSync(toFile(dataFolder))
    const { app, chat } = await startApp()
    const { backups } = chat.settings
    await expect(chat.page.getByText(en.failures['history-damaged'])).toContainText(en.notice.noHistory)
    await chat.promptBox.field.fill('typed meanwhile')
    await expectNoAxeViolations(app, chat.page)

    const seeBackupsButton = chat.page.getByRole('button', { name: en.notice.seeBackups })
    await seeBackupsButton.focus()
    await chat.press('Enter')
    await expect(chat.page.getByText(en.backups.damagedIntro)).toBeVisible()
    await expect(backups.items).toHaveText([new RegExp(formatConversationCount(2)), new RegExp(formatConversationCount(1))])
    await expectNoAxeViolations(app, chat.page)
    expect(readFileSync(toFile(dataFolder)).equals(damagedBytes)).toBe(true)

    await backups.restoreButtons.first().focus()
    await chat.press('Enter')
    await expect(chat.alertDialog).toContainText(en.backups.restoreMovesAside)
    await expect(chat.alertDialog.getByRole('button', { name: en.settings.cancel })).toBeFocused()
    await expectNoAxeViolations(app, chat.page)
    await chat.press('Tab')
    await chat.press('Enter')
    await expect(chat.alertDialog).toHaveCount(0)
    await expect(chat.page.getByText(en.backups.damagedFiles)).toBeVisible()
    await chat.settings.close()

    await expect(chat.sidebar.row('About olives')).toBeVisible()
    await expect(chat.sidebar.row('About herring')).toBeVisible()
    await expect(chat.sidebar.row('About the moon')).toHaveCount(0)
    await expect(seeBackupsButton).toHaveCount(0)
    await expect(chat.promptBox.field).toHaveValue('typed meanwhile')
    const [movedAsideFile = ''] = listFileNames(dataFolder, 'damaged')
    expect(readFileSync(join(dataFolder, 'damaged', movedAsideFile)).equals(damagedBytes)).toBe(true)
    await setKey(app, hub.keys.fineGrained)
    await chat.send('/say It goes on')
    await expect(chat.sidebar.row('/say It goes on')).toBeVisible()
  })

  test('starts a new history beside the damaged one, which is kept', async ({ hub, dataFolder, startApp }) => {
    await createHistory(dataFolder)
    damageHistory(dataFolder)
    const { app, chat } = await startApp()
    const { backups } = chat.settings
    await chat.page.getByRole('button', { name: en.notice.seeBackups }).click()
    await chat.page.getByRole('button', { name: en.backups.empty }).click()
    await expect(chat.alertDialog).toContainText(en.backups.emptyDetail)
    await backups.confirm(en.backups.emptyConfirm)
    await expect(backups.items).toHaveCount(2)
    await chat.settings.close()
    await expect(chat.page.getByText(en.history.empty)).toBeVisible()
    await expect(chat.page.getByRole('button', { name: en.notice.seeBackups })).toHaveCount(0)
    expect(listFileNames(dataFolder, 'damaged')).toHaveLength(1)
    await setKey(app, hub.keys.fineGrained)
    await chat.send('/say It goes on')
    await expect(chat.sidebar.row('/say It goes on')).toBeVisible()
  })

  test('restores a backup from the settings, stops a running answer, and goes back again', async ({ hub, dataFolder, startApp }) => {
    await createHistory(dataFolder)
    const { app, chat } = await startApp()
    const { backups } = chat.settings
    await setKey(app, hub.keys.fineGrained)
    await chat.submit('/speed 20\n/length 4000\nA long one.')
    await expect(chat.conversation.lastMessage).toContainText('This is sentence 1 of')
    await openBackups(chat)
    await backups.restoreButtons.last().click()
    await expect(chat.alertDialog).toContainText(en.backups.restoreDetail)
    await expect(chat.alertDialog).toContainText(en.backups.restoreKeeps)
    await backups.confirm(en.backups.restoreConfirm)
    // The replaced history is in the list as well.
    await expect(backups.items.first()).toContainText(en.backups.replaced)
    await expect(backups.items.first()).toContainText(formatConversationCount(4))
    await chat.settings.close()
    await expect(chat.sidebar.row('About herring')).toBeVisible()
    await expect(chat.sidebar.row('About olives')).toHaveCount(0)
    await expect(chat.conversation.messages).toHaveCount(0)

    await openBackups(chat)
    await backups.restoreButtons.first().click()
    await backups.confirm(en.backups.restoreConfirm)
    await chat.settings.close()
    await expect(chat.sidebar.row('About the moon')).toBeVisible()
    await chat.sidebar.rows.filter({ hasText: 'A long one' }).click()
    await expect(chat.page.getByText(en.chat.interrupted)).toBeVisible()
  })

  test('deletes the backups', async ({ dataFolder, startApp }) => {
    await createHistory(dataFolder)
    const { chat } = await startApp()
    const { backups } = chat.settings
    await openBackups(chat)
    await chat.page.getByRole('button', { name: en.backups.remove }).click()
    await expect(chat.alertDialog).toContainText(en.backups.removeDetail)
    await backups.confirm(en.backups.removeConfirm)
    await expect(chat.page.getByText(en.backups.none)).toBeVisible()
    expect(listFileNames(dataFolder, 'backups')).toEqual([])
    await chat.settings.close()
    await expect(chat.sidebar.row('About the moon')).toBeVisible()
  })

  test('says that a backup is damaged, even after Escape, and changes nothing', async ({ dataFolder, startApp }) => {
    await createHistory(dataFolder)
    damageBackups(dataFolder)
    const { chat } = await startApp()
    const { backups } = chat.settings
    await openBackups(chat)
    await backups.restoreButtons.first().click()
    const confirmButton = chat.alertDialog.getByRole('button', { name: en.backups.restoreConfirm })
    await expect(confirmButton).toBeVisible()
    // In one task in the page: main would reply before a second key could be pressed from here.
    const wasBusy = await confirmButton.evaluate(async (button) => {
      const isBusy = () => button.hasAttribute('disabled')
      if (button instanceof HTMLElement) button.click()
      for (let tick = 0; tick < 100 && !isBusy(); tick += 1) await Promise.resolve()
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
      return isBusy()
    })
    expect(wasBusy).toBe(true)
    await expect(chat.alertDialog).toContainText(en.failures['backup-damaged'])
    await backups.confirm(en.settings.cancel)
    await chat.settings.close()
    await expect(chat.sidebar.row('About the moon')).toBeVisible()
  })

  test('says when damage shows up later, and leads to the backups', async ({ dataFolder, startApp }) => {
    await createHistory(dataFolder)
    const archive = openTestArchive(dataFolder)
    await saveLongPrompt(archive)
    await archive.close()
    damageLongPrompt(toFile(dataFolder))
    const { app, chat } = await startApp()
    const { backups } = chat.settings
    await expect(chat.sidebar.row('On top')).toBeVisible()
    await chat.sidebar.rows.filter({ hasText: 'Deep down' }).click()
    await expect(chat.page.getByText(en.notice.historyPartlyDamaged)).toBeVisible()
    await expectNoAxeViolations(app, chat.page)
    await chat.page.getByRole('button', { name: en.notice.seeBackups }).click()
    await expect(backups.items).toHaveCount(2)
  })

  test('opens a history on a second try, without a restart', async ({ dataFolder, startApp }) => {
    // A folder where the file should be.
    mkdirSync(toFile(dataFolder))
    const { app, chat } = await startApp()
    await expect(chat.page.getByText(en.notice.rightsNeeded)).toBeVisible()
    await chat.promptBox.field.fill('typed meanwhile')
    const tryAgainButton = chat.page.getByRole('button', { name: en.notice.tryAgain })
    await tryAgainButton.click()
    await expect(chat.page.getByText(en.failures['history-cannot-write'])).toBeVisible()
    await expect(chat.page.getByText(en.notice.rightsNeeded)).toBeVisible()
    await expectNoAxeViolations(app, chat.page)
    rmdirSync(toFile(dataFolder))
    await createHistory(dataFolder)
    await tryAgainButton.click()
    await expect(chat.sidebar.row('About the moon')).toBeVisible()
    await expect(tryAgainButton).toHaveCount(0)
    await expect(chat.promptBox.field).toHaveValue('typed meanwhile')
  })

  test('says that a newer version wrote the history, and leaves it alone', async ({ dataFolder, startApp }) => {
    await createHistory(dataFolder)
    const bytes = readFileSync(toFile(dataFolder))
    // Where SQLite keeps user_version.
    bytes.writeUInt32BE(999, 60)
    writeFileSync(toFile(dataFolder), bytes)
    const { app, chat } = await startApp()
    await expect(chat.page.getByText(en.notice.newerNeeded)).toBeVisible()
    await app.close()
    expect(readFileSync(toFile(dataFolder)).equals(bytes)).toBe(true)
    expect(readdirSync(dataFolder)).not.toContain('damaged')
  })
})
