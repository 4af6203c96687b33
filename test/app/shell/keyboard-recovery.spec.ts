// Recovery from a history that cannot be opened or is damaged, each way once by keyboard alone. The page records the controls that it offers
// (test/support/control-coverage.ts), and the last test fails for each one that was offered and not used. After every step something has
// the focus.

import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { readControlCoverage, recordControls } from '../../support/control-coverage.ts'
import { createTestBackups, damageLongPrompt, openTestArchive, saveLongPrompt } from '../../support/history/archive-fixture.ts'
import { unwrap } from '../../support/history/history-fixture.ts'

const toFile = (dataFolder: string): string => join(dataFolder, 'history.sqlite')
/** The history as it is before anything is wrong. */
let intactHistory = Buffer.alloc(0)

/** Makes a history of a long and a short conversation, with a backup. A folder takes the place of its file. */
async function prepareFolder(folder: string): Promise<void> {
  const archive = openTestArchive(folder)
  await saveLongPrompt(archive)
  unwrap(await createTestBackups(folder, { now: Date.now() - 60 * 60 * 1000 }).create())
  await archive.close()
  intactHistory = readFileSync(toFile(folder))
  rmSync(toFile(folder))
  mkdirSync(toFile(folder))
}

/** Fails when nothing has the focus, or nothing within the given element. */
async function expectFocusWithin(chat: ChatPage, within: Locator = chat.page.locator('body > *')): Promise<void> {
  const listFocusHolders = () =>
    within.evaluateAll((elements) => elements.filter((element) => element.contains(document.activeElement)).length)
  await expect.poll(listFocusHolders).toBeGreaterThan(0)
}

/** From the close button on, one press of Escape is enough. */
async function closeSettings(chat: ChatPage): Promise<void> {
  await chat.tabTo(chat.dialog(en.settings.title).getByRole('button', { name: en.settings.close }))
  await chat.press('Escape')
  await expect(chat.dialog()).toHaveCount(0)
}

async function restoreAndClose(chat: ChatPage): Promise<void> {
  await chat.activate(chat.settings.backups.restoreButtons.last())
  await expect(chat.alertDialog).toBeVisible()
  await chat.activate(chat.button(en.backups.restoreConfirm))
  await expect(chat.alertDialog).toHaveCount(0)
  await expectFocusWithin(chat, chat.dialog(en.settings.title))
  await closeSettings(chat)
  await expectFocusWithin(chat)
  await expect(chat.sidebar.rows).toHaveCount(2)
}

/** The ways to recover. Deleting the backups is none: keyboard.spec.ts covers it. */
const noticeLabels: readonly unknown[] = [...Object.values(en.notice), ...Object.values(en.backups)].filter(
  (label) => label !== en.backups.remove,
)

test.describe('history recovery by keyboard', () => {
  // One walk: after a failed step the later ones say nothing.
  test.describe.configure({ mode: 'serial' })
  test.use({
    setup: {
      key: 'none',
      launch: { motion: 'full' },
      prepare: prepareFolder,
      afterStart: async ({ chat }) => {
        await expect(chat.page.getByText(en.notice.rightsNeeded)).toBeVisible()
        await recordControls(chat.page)
      },
    },
  })

  test('tries again to open the history', async ({ chat, dataFolder }) => {
    const tryAgainButton = chat.button(en.notice.tryAgain)
    await chat.activate(tryAgainButton)
    await expect(chat.page.getByText(en.failures['history-cannot-write'])).toBeVisible()
    await expect(tryAgainButton).toBeFocused()
    rmdirSync(toFile(dataFolder))
    writeFileSync(toFile(dataFolder), Buffer.from(intactHistory).fill(0xa5, 0, 5_000))
    await chat.press('Enter')
    await expect(chat.button(en.notice.seeBackups)).toBeVisible()
    await expectFocusWithin(chat)
  })

  test('starts a new history beside the damaged one', async ({ chat }) => {
    await chat.activate(chat.button(en.notice.seeBackups))
    await expect(chat.page.getByText(en.backups.damagedIntro)).toBeVisible()
    await chat.activate(chat.button(en.backups.empty))
    await expect(chat.alertDialog.getByRole('button', { name: en.settings.cancel })).toBeFocused()
    await chat.press('Enter')
    await expect(chat.alertDialog).toHaveCount(0)
    await expect(chat.button(en.backups.empty)).toBeFocused()
    await chat.press('Enter')
    await chat.activate(chat.button(en.backups.emptyConfirm))
    await expect(chat.alertDialog).toHaveCount(0)
    await expect(chat.page.getByText(en.backups.damagedFiles)).toBeVisible()
    await expectFocusWithin(chat, chat.dialog(en.settings.title))
    await closeSettings(chat)
    await expect(chat.button(en.notice.seeBackups)).toHaveCount(0)
    await expectFocusWithin(chat)
  })

  test('restores a backup of a partly damaged history', async ({ chat, dataFolder }) => {
    await chat.pressCommand('settings')
    await chat.tabTo(chat.page.locator('[role="tab"][aria-selected="true"]'))
    for (let pressCount = 0; pressCount < 2; pressCount += 1) await chat.press('ArrowDown')
    await restoreAndClose(chat)
    damageLongPrompt(toFile(dataFolder))
    await chat.tabTo(chat.page.locator('[data-row][tabindex="0"]'))
    await chat.press('ArrowDown')
    await chat.press('Enter')
    await expect(chat.page.getByText(en.notice.historyPartlyDamaged)).toBeVisible()
    await expectFocusWithin(chat)
    await chat.activate(chat.button(en.notice.seeBackups))
    await expect(chat.page.getByText(en.backups.partlyDamagedIntro)).toBeVisible()
    await chat.activate(chat.settings.backups.restoreButtons.last())
    await expect(chat.alertDialog).toContainText(en.backups.restoreMovesAside)
    await chat.press('Escape')
    await expect(chat.alertDialog).toHaveCount(0)
    await expect(chat.settings.backups.restoreButtons.last()).toBeFocused()
    await restoreAndClose(chat)
    await expect(chat.button(en.notice.seeBackups)).toHaveCount(0)
  })

  test('every offered way was used, and no pointer', async ({ chat }) => {
    const { seen, used, pointerUses } = await readControlCoverage(chat.page)
    const offeredControls = seen.filter((label) => noticeLabels.includes(label.split(' › ').at(-1) ?? ''))
    expect(offeredControls.length).toBeGreaterThan(3)
    expect(offeredControls.filter((label) => !used.includes(label))).toEqual([])
    expect(pointerUses).toBe(0)
  })
})
