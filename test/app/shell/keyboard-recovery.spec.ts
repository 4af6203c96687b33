// The ways on from a history that cannot be opened or is damaged, each gone once by keyboard alone. The page notes what it offers
// (test/support/keyboard.ts), and the last spec fails for each way that was met and never gone. In every step the focus is somewhere
// afterwards.

import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { openTestArchive, createTestBackups } from '../../support/history/archive-fixture.ts'
import { getCommandKey } from '../../support/command-accelerators.ts'
import { unwrap } from '../../support/history/history-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { createKeyboardDriver, type KeyboardDriver } from '../../support/keyboard-driver.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { createTempFolder } from '../../support/temp-folder.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let keyboard: KeyboardDriver
const data = createTempFolder('parley-trouble-')
const file = join(data.path, 'history.sqlite')
/** What the history is to be once it can be opened. */
let history: Buffer

// One walk: where a step fails, nothing can be said of those behind it.
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  history = await createBackup()
  mkdirSync(file)
  app = await launch({ hub: hub.origin, data: data.path, motion: 'full' })
  chat = await app.chatWindow()
  await expect(chat.getByText(en.notice.rightsNeeded)).toBeVisible()
  keyboard = await createKeyboardDriver(chat)
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  data.removeFolder()
})

/** Of a conversation whose text fills pages of the file that nothing else is in. */
async function createBackup(): Promise<Buffer> {
  const archive = openTestArchive(data.path)
  await archive.savePrompt(`Deep down ${'and deeper '.repeat(900)}`)
  await archive.savePrompt('On top')
  unwrap(await createTestBackups(data.path, { now: Date.now() - 60 * 60 * 1000 }).create())
  await archive.close()
  const bytes = readFileSync(file)
  rmSync(file)
  return bytes
}

const dialog = (name?: string) => chat.getByRole('dialog', name === undefined ? {} : { name })
const confirmDialog = () => chat.getByRole('alertdialog')
const button = (name: string | RegExp) => chat.getByRole('button', { name, exact: true })

/** Something has the focus, and within what is named where something is. */
async function expectFocusWithin(within: Locator = chat.locator('body > *')): Promise<void> {
  const listFocusHolders = () =>
    within.evaluateAll((elements) => elements.filter((element) => element.contains(document.activeElement)).length)
  await expect.poll(listFocusHolders).toBeGreaterThan(0)
}

/** From its button on: whatever has the focus, one press of Escape is enough. */
async function closeSettings(): Promise<void> {
  await keyboard.tabTo(dialog(en.settings.title).getByRole('button', { name: en.settings.close }))
  await keyboard.press('Escape')
  await expect(dialog()).toHaveCount(0)
}

test('a history that cannot be opened is tried again', async () => {
  const tryAgainButton = button(en.notice.tryAgain)
  await keyboard.activate(tryAgainButton)
  await expect(chat.getByText(en.failures['history-cannot-write'])).toBeVisible()
  await expect(tryAgainButton).toBeFocused()
  rmdirSync(file)
  writeFileSync(file, Buffer.from(history).fill(0xa5, 0, 5_000))
  await keyboard.press('Enter')
  await expect(button(en.notice.seeBackups)).toBeVisible()
  await expectFocusWithin()
})

test('a new history is started beside the damaged one', async () => {
  await keyboard.activate(button(en.notice.seeBackups))
  await expect(chat.getByText(en.backups.damagedIntro)).toBeVisible()
  await keyboard.activate(button(en.backups.empty))
  await expect(confirmDialog().getByRole('button', { name: en.settings.cancel })).toBeFocused()
  await keyboard.press('Enter')
  await expect(confirmDialog()).toHaveCount(0)
  await expect(button(en.backups.empty)).toBeFocused()
  await keyboard.press('Enter')
  await keyboard.activate(button(en.backups.emptyConfirm))
  await expect(confirmDialog()).toHaveCount(0)
  await expect(chat.getByText(en.backups.damagedFiles)).toBeVisible()
  await expectFocusWithin(dialog(en.settings.title))
  await closeSettings()
  await expect(button(en.notice.seeBackups)).toHaveCount(0)
  await expectFocusWithin()
})

const restoreButton = () => chat.getByRole('button', { name: new RegExp(`^${en.backups.restoreLabel.split('{{')[0]}`) })

async function closeAndReturn(): Promise<void> {
  await keyboard.activate(restoreButton().last())
  await expect(confirmDialog()).toBeVisible()
  await keyboard.activate(button(en.backups.restoreConfirm))
  await expect(confirmDialog()).toHaveCount(0)
  await expectFocusWithin(dialog(en.settings.title))
  await closeSettings()
  await expectFocusWithin()
  await expect(chat.locator('[data-row]')).toHaveCount(2)
}

test('a backup takes the place of a history of which a part is damaged', async () => {
  await keyboard.press(getCommandKey('settings'))
  await keyboard.tabTo(chat.locator('[role="tab"][aria-selected="true"]'))
  for (let pressCount = 0; pressCount < 2; pressCount += 1) await keyboard.press('ArrowDown')
  await closeAndReturn()
  damageTextPages()
  await keyboard.tabTo(chat.locator('[data-row][tabindex="0"]'))
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(chat.getByText(en.notice.historyPartlyDamaged)).toBeVisible()
  await expectFocusWithin()
  await keyboard.activate(button(en.notice.seeBackups))
  await expect(chat.getByText(en.backups.partlyDamagedIntro)).toBeVisible()
  await keyboard.activate(restoreButton().last())
  await expect(confirmDialog()).toContainText(en.backups.restoreMovesAside)
  await keyboard.press('Escape')
  await expect(confirmDialog()).toHaveCount(0)
  await expect(restoreButton().last()).toBeFocused()
  await closeAndReturn()
  await expect(button(en.notice.seeBackups)).toHaveCount(0)
})

/** Damages a page that the long text alone fills. */
function damageTextPages(): void {
  const bytes = readFileSync(file)
  const pages = Array.from({ length: bytes.length / 4_096 }, (_, index) => index * 4_096)
  const page = pages.find((from) => bytes.toString('latin1', from, from + 4_096).split('deeper').length > 360) ?? 0
  const fileHandle = openSync(file, 'r+')
  writeSync(fileHandle, Buffer.alloc(4_096, 0xa5), 0, 4_096, page)
  closeSync(fileHandle)
}

/** Of what is offered in trouble. Deleting backups is no way out of it: keyboard.spec.ts does that. */
const noticeLabels: readonly unknown[] = [...Object.values(en.notice), ...Object.values(en.backups)].filter(
  (label) => label !== en.backups.remove,
)

test('each way that was offered was gone, and no pointer was used', async () => {
  const { seen, used, pointerUses } = await keyboard.coverage()
  const offeredControls = seen.filter((label) => noticeLabels.includes(label.split(' › ').at(-1) ?? ''))
  expect(offeredControls.length).toBeGreaterThan(3)
  expect(offeredControls.filter((label) => !used.includes(label))).toEqual([])
  expect(pointerUses).toBe(0)
})
