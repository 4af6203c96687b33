// The ways on from a history that cannot be opened or is damaged, each gone once by keyboard alone. The page notes what it offers
// (test/support/keyboard.ts), and the last spec fails for each way that was met and never gone. In every step the focus is somewhere
// afterwards.

import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { archiveOver, backupsOf } from '../../support/history/archive-fixture.ts'
import { keyOf } from '../../support/command-keys.ts'
import { valueOf } from '../../support/history/history-fixture.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyboard, type Keyboard } from '../../support/keyboard.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { throwAwayFolder } from '../../support/throw-away.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page
let hand: Keyboard
const data = throwAwayFolder('parley-trouble-')
const file = join(data.path, 'history.sqlite')
/** What the history is to be once it can be opened. */
let history: Buffer

// One walk: where a step fails, nothing can be said of those behind it.
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  history = await leaveBackup()
  mkdirSync(file)
  app = await launch({ hub: hub.origin, data: data.path, motion: 'full' })
  chat = await app.chatWindow()
  await expect(chat.getByText(en.notice.rightsNeeded)).toBeVisible()
  hand = await startKeyboard(chat)
})
test.afterAll(async () => {
  await app.close()
  await hub.close()
  data.remove()
})

/** Of a conversation whose text fills pages of the file that nothing else is in. */
async function leaveBackup(): Promise<Buffer> {
  const archive = archiveOver(data.path)
  await archive.save(`Deep down ${'and deeper '.repeat(900)}`)
  await archive.save('On top')
  valueOf(await backupsOf(data.path, { now: Date.now() - 60 * 60 * 1000 }).make())
  await archive.close()
  const bytes = readFileSync(file)
  rmSync(file)
  return bytes
}

const dialog = (name?: string) => chat.getByRole('dialog', name === undefined ? {} : { name })
const question = () => chat.getByRole('alertdialog')
const button = (name: string | RegExp) => chat.getByRole('button', { name, exact: true })

/** Something has the focus, and within what is named where something is. */
async function expectHeld(within: Locator = chat.locator('body > *')): Promise<void> {
  const holders = () => within.evaluateAll((elements) => elements.filter((element) => element.contains(document.activeElement)).length)
  await expect.poll(holders).toBeGreaterThan(0)
}

/** From its button on: whatever has the focus, one press of Escape is enough. */
async function closeSettings(): Promise<void> {
  await hand.reach(dialog(en.settings.title).getByRole('button', { name: en.settings.close }))
  await hand.press('Escape')
  await expect(dialog()).toHaveCount(0)
}

test('a history that cannot be opened is tried again', async () => {
  const again = button(en.notice.tryAgain)
  await hand.enter(again)
  await expect(chat.getByText(en.failures['history-cannot-write'])).toBeVisible()
  await expect(again).toBeFocused()
  rmdirSync(file)
  writeFileSync(file, Buffer.from(history).fill(0xa5, 0, 5_000))
  await hand.press('Enter')
  await expect(button(en.notice.seeBackups)).toBeVisible()
  await expectHeld()
})

test('a new history is started beside the damaged one', async () => {
  await hand.enter(button(en.notice.seeBackups))
  await expect(chat.getByText(en.backups.damagedIntro)).toBeVisible()
  await hand.enter(button(en.backups.anew))
  await expect(question().getByRole('button', { name: en.settings.cancel })).toBeFocused()
  await hand.press('Enter')
  await expect(question()).toHaveCount(0)
  await expect(button(en.backups.anew)).toBeFocused()
  await hand.press('Enter')
  await hand.enter(button(en.backups.anewConfirm))
  await expect(question()).toHaveCount(0)
  await expect(chat.getByText(en.backups.aside)).toBeVisible()
  await expectHeld(dialog(en.settings.title))
  await closeSettings()
  await expect(button(en.notice.seeBackups)).toHaveCount(0)
  await expectHeld()
})

const restore = () => chat.getByRole('button', { name: new RegExp(`^${en.backups.restoreLabel.split('{{')[0]}`) })

async function goBack(): Promise<void> {
  await hand.enter(restore().last())
  await expect(question()).toBeVisible()
  await hand.enter(button(en.backups.restoreConfirm))
  await expect(question()).toHaveCount(0)
  await expectHeld(dialog(en.settings.title))
  await closeSettings()
  await expectHeld()
  await expect(chat.locator('[data-row]')).toHaveCount(2)
}

test('a backup takes the place of a history of which a part is damaged', async () => {
  await hand.press(keyOf('settings'))
  await hand.reach(chat.locator('[role="tab"][aria-selected="true"]'))
  for (let turns = 0; turns < 2; turns += 1) await hand.press('ArrowDown')
  await goBack()
  damagePart()
  await hand.reach(chat.locator('[data-row][tabindex="0"]'))
  await hand.press('ArrowDown')
  await hand.press('Enter')
  await expect(chat.getByText(en.notice.historyPartlyDamaged)).toBeVisible()
  await expectHeld()
  await hand.enter(button(en.notice.seeBackups))
  await expect(chat.getByText(en.backups.partlyDamagedIntro)).toBeVisible()
  await hand.enter(restore().last())
  await expect(question()).toContainText(en.backups.restoreMovesAside)
  await hand.press('Escape')
  await expect(question()).toHaveCount(0)
  await expect(restore().last()).toBeFocused()
  await goBack()
  await expect(button(en.notice.seeBackups)).toHaveCount(0)
})

/** Damages a page that the long text alone fills. */
function damagePart(): void {
  const bytes = readFileSync(file)
  const pages = Array.from({ length: bytes.length / 4_096 }, (_, index) => index * 4_096)
  const page = pages.find((from) => bytes.toString('latin1', from, from + 4_096).split('deeper').length > 360) ?? 0
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, page)
  closeSync(handle)
}

/** Of what is offered in trouble. Deleting backups is no way out of it: keyboard.spec.ts does that. */
const ways: readonly unknown[] = [...Object.values(en.notice), ...Object.values(en.backups)].filter((each) => each !== en.backups.remove)

test('each way that was offered was gone, and no pointer was used', async () => {
  const { met, done, pointed } = await hand.noted()
  const offered = met.filter((each) => ways.includes(each.split(' › ').at(-1) ?? ''))
  expect(offered.length).toBeGreaterThan(3)
  expect(offered.filter((each) => !done.includes(each))).toEqual([])
  expect(pointed).toBe(0)
})
