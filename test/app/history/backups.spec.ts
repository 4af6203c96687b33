// A history that is damaged, too new, or cannot be opened, and its backups: what the window says of it, and the ways on.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { openTestArchive, createTestBackups, listFileNames } from '../../support/history/archive-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { unwrap } from '../../support/history/history-fixture.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { sendPrompt, setKey, submitPrompt } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let data: string
let file: string

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterAll(() => hub.close())

test.beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'parley-backups-'))
  file = join(data, 'history.sqlite')
})
test.afterEach(async () => {
  if (app.processes().length > 0) await app.close()
  rmSync(data, { recursive: true })
})

async function start(): Promise<void> {
  app = await launch({ hub: hub.origin, data })
  chat = await app.chatWindow()
}

const hourMs = 60 * 60 * 1000

/** Two backups, an hour and two days old, of one conversation and of two; then a third conversation. */
async function createHistory(): Promise<void> {
  const archive = openTestArchive(data)
  await archive.savePrompt('About herring')
  unwrap(await createTestBackups(data, { now: Date.now() - 48 * hourMs }).create())
  await archive.savePrompt('About olives')
  unwrap(await createTestBackups(data, { now: Date.now() - hourMs }).create())
  await archive.savePrompt('About the moon')
  await archive.close()
}

function damageHistory(): void {
  writeFileSync(file, readFileSync(file).fill(0xa5, 0, 5_000))
}

/** Where texts are, which are not read for the list. */
function damageBackups(): void {
  for (const name of listFileNames(data, 'backups')) {
    const path = join(data, 'backups', name)
    const bytes = readFileSync(path)
    const page = bytes.lastIndexOf('About herring') & ~4_095
    writeFileSync(path, bytes.fill(0xa5, page, page + 4_096))
  }
}

const conversationRow = (title: string) => chat.getByRole('button', { name: title, exact: true })
const promptBox = () => chat.getByRole('textbox', { name: en.chat.promptLabel })
const backups = () => chat.getByRole('list', { name: en.backups.title }).getByRole('listitem')
const restoreButtons = () => chat.getByRole('button', { name: new RegExp(`^${en.backups.restoreLabel.split('{{')[0]}`) })
const confirmDialog = () => chat.getByRole('alertdialog')
const answerDialog = (buttonLabel: string) => confirmDialog().getByRole('button', { name: buttonLabel }).click()
const formatConversationCount = (count: number): string => (count === 1 ? '1 conversation' : `${count} conversations`)

async function openBackupsPage(): Promise<void> {
  await expect(chat.locator('[data-row]').first()).toBeVisible()
  await chat.keyboard.press('ControlOrMeta+,')
  await chat.getByRole('tab', { name: en.settings.history }).click()
}

async function closeSettings(): Promise<void> {
  await chat.getByRole('button', { name: en.settings.close }).click()
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

test('a damaged history leads to its backups with their counts, and back to one of them by the keyboard alone', async () => {
  await createHistory()
  damageHistory()
  const damagedBytes = readFileSync(file)
  await start()
  await expect(chat.getByText(en.failures['history-damaged'])).toContainText(en.notice.noHistory)
  await promptBox().fill('typed meanwhile')
  await expectNoAxeViolations()

  const seeBackupsButton = chat.getByRole('button', { name: en.notice.seeBackups })
  await seeBackupsButton.focus()
  await chat.keyboard.press('Enter')
  await expect(chat.getByText(en.backups.damagedIntro)).toBeVisible()
  await expect(backups()).toHaveText([new RegExp(formatConversationCount(2)), new RegExp(formatConversationCount(1))])
  await expectNoAxeViolations()
  expect(readFileSync(file).equals(damagedBytes)).toBe(true)

  await restoreButtons().first().focus()
  await chat.keyboard.press('Enter')
  await expect(confirmDialog()).toContainText(en.backups.restoreMovesAside)
  await expect(confirmDialog().getByRole('button', { name: en.settings.cancel })).toBeFocused()
  await expectNoAxeViolations()
  await chat.keyboard.press('Tab')
  await chat.keyboard.press('Enter')
  await expect(confirmDialog()).toHaveCount(0)
  await expect(chat.getByText(en.backups.aside)).toBeVisible()
  await closeSettings()

  await expect(conversationRow('About olives')).toBeVisible()
  await expect(conversationRow('About herring')).toBeVisible()
  await expect(conversationRow('About the moon')).toHaveCount(0)
  await expect(seeBackupsButton).toHaveCount(0)
  await expect(promptBox()).toHaveValue('typed meanwhile')
  const [movedAsideFile = ''] = listFileNames(data, 'damaged')
  expect(readFileSync(join(data, 'damaged', movedAsideFile)).equals(damagedBytes)).toBe(true)
  await setKey(app, hub.keys.fineGrained)
  await sendPrompt(chat, '/say It goes on')
  await expect(conversationRow('/say It goes on')).toBeVisible()
})

test('a new history can be started beside the damaged one, which is kept', async () => {
  await createHistory()
  damageHistory()
  await start()
  await chat.getByRole('button', { name: en.notice.seeBackups }).click()
  await chat.getByRole('button', { name: en.backups.anew }).click()
  await expect(confirmDialog()).toContainText(en.backups.anewDetail)
  await answerDialog(en.backups.anewConfirm)
  await expect(confirmDialog()).toHaveCount(0)
  await expect(backups()).toHaveCount(2)
  await closeSettings()
  await expect(chat.getByText(en.history.empty)).toBeVisible()
  await expect(chat.getByRole('button', { name: en.notice.seeBackups })).toHaveCount(0)
  expect(listFileNames(data, 'damaged')).toHaveLength(1)
  await setKey(app, hub.keys.fineGrained)
  await sendPrompt(chat, '/say It goes on')
  await expect(conversationRow('/say It goes on')).toBeVisible()
})

test('goes back to a backup from the settings, stops what is coming in, and back again to what was there', async () => {
  await createHistory()
  await start()
  await setKey(app, hub.keys.fineGrained)
  await submitPrompt(chat, '/speed 20\n/length 4000\nA long one.')
  await expect(chat.getByRole('article').last()).toContainText('This is sentence 1 of')
  await openBackupsPage()
  await restoreButtons().last().click()
  await expect(confirmDialog()).toContainText(en.backups.restoreDetail)
  await expect(confirmDialog()).toContainText(en.backups.restoreKeeps)
  await answerDialog(en.backups.restoreConfirm)
  await expect(confirmDialog()).toHaveCount(0)
  // What was there until now stands in the list as well.
  await expect(backups().first()).toContainText(en.backups.replaced)
  await expect(backups().first()).toContainText(formatConversationCount(4))
  await closeSettings()
  await expect(conversationRow('About herring')).toBeVisible()
  await expect(conversationRow('About olives')).toHaveCount(0)
  await expect(chat.getByRole('article')).toHaveCount(0)

  await openBackupsPage()
  await restoreButtons().first().click()
  await answerDialog(en.backups.restoreConfirm)
  await expect(confirmDialog()).toHaveCount(0)
  await closeSettings()
  await expect(conversationRow('About the moon')).toBeVisible()
  await chat.getByRole('button', { name: /A long one/ }).click()
  await expect(chat.getByText(en.chat.interrupted)).toBeVisible()
})

test('deletes the backups when asked to', async () => {
  await createHistory()
  await start()
  await openBackupsPage()
  await chat.getByRole('button', { name: en.backups.remove }).click()
  await expect(confirmDialog()).toContainText(en.backups.removeDetail)
  await answerDialog(en.backups.removeConfirm)
  await expect(chat.getByText(en.backups.none)).toBeVisible()
  expect(listFileNames(data, 'backups')).toEqual([])
  await closeSettings()
  await expect(conversationRow('About the moon')).toBeVisible()
})

test('says that a backup is damaged, also to who pressed Escape while it was to take the history’s place, and changes nothing', async () => {
  await createHistory()
  damageBackups()
  await start()
  await openBackupsPage()
  await restoreButtons().first().click()
  const confirmButton = confirmDialog().getByRole('button', { name: en.backups.restoreConfirm })
  await expect(confirmButton).toBeVisible()
  // In one go in the page, as main's answer would be there before a second key could be pressed from here.
  const wasBusy = await confirmButton.evaluate(async (button) => {
    const isBusy = () => button.hasAttribute('disabled')
    if (button instanceof HTMLElement) button.click()
    for (let tick = 0; tick < 100 && !isBusy(); tick += 1) await Promise.resolve()
    button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
    return isBusy()
  })
  expect(wasBusy).toBe(true)
  await expect(confirmDialog()).toContainText(en.failures['backup-damaged'])
  await answerDialog(en.settings.cancel)
  await closeSettings()
  await expect(conversationRow('About the moon')).toBeVisible()
})

test('says that a part is damaged when that shows only later, and leads to the backups', async () => {
  await createHistory()
  const archive = openTestArchive(data)
  await archive.savePrompt(`Deep down ${'and deeper '.repeat(900)}`)
  await archive.savePrompt('On top')
  await archive.close()
  const bytes = readFileSync(file)
  // A page that the long text alone fills, in the middle of it.
  const pages = Array.from({ length: bytes.length / 4_096 }, (_, index) => index * 4_096)
  const page = pages.find((from) => bytes.toString('latin1', from, from + 4_096).split('deeper').length > 360) ?? 0
  writeFileSync(file, bytes.fill(0xa5, page, page + 4_096))
  await start()
  await expect(conversationRow('On top')).toBeVisible()
  await chat.getByRole('button', { name: /^Deep down/ }).click()
  await expect(chat.getByText(en.notice.historyPartlyDamaged)).toBeVisible()
  await expectNoAxeViolations()
  await chat.getByRole('button', { name: en.notice.seeBackups }).click()
  await expect(backups()).toHaveCount(2)
})

test('tries again to open a history that could not be opened, without a restart', async () => {
  // A folder where the file should be.
  mkdirSync(file)
  await start()
  await expect(chat.getByText(en.notice.rightsNeeded)).toBeVisible()
  await promptBox().fill('typed meanwhile')
  const tryAgainButton = chat.getByRole('button', { name: en.notice.tryAgain })
  await tryAgainButton.click()
  await expect(chat.getByText(en.failures['history-cannot-write'])).toBeVisible()
  await expect(chat.getByText(en.notice.rightsNeeded)).toBeVisible()
  await expectNoAxeViolations()
  rmdirSync(file)
  await createHistory()
  await tryAgainButton.click()
  await expect(conversationRow('About the moon')).toBeVisible()
  await expect(tryAgainButton).toHaveCount(0)
  await expect(promptBox()).toHaveValue('typed meanwhile')
})

test('says that a newer version made the history, and leaves it alone', async () => {
  await createHistory()
  const bytes = readFileSync(file)
  // Where SQLite keeps user_version.
  bytes.writeUInt32BE(999, 60)
  writeFileSync(file, bytes)
  await start()
  await expect(chat.getByText(en.notice.newerNeeded)).toBeVisible()
  await app.close()
  expect(readFileSync(file).equals(bytes)).toBe(true)
  expect(readdirSync(data)).not.toContain('damaged')
})
