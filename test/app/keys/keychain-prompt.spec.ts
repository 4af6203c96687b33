// The system's dialog for the keychain's password, left open: the window stays responsive, main keeps working, and quitting works.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSettings } from '../../../shared/settings.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test, type RestartableApp } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { openKeyWindow } from '../../pages/key-window.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'
import { callMain } from '../../support/page/call-main.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'
import { waitUntil } from '../../support/wait-until.ts'

/** Saves a key. The system asks for the keychain's password, and gets no reply. */
async function openKeychainDialog(app: RestartableApp, hub: Hub): Promise<void> {
  const keyWindow = await openKeyWindow(app)
  await keyWindow.field.fill(hub.keys.fineGrained)
  await keyWindow.saveButton.click()
  await expect(keyWindow.page.locator('#message')).toHaveText(en.failures['keychain-waiting'])
  await keyWindow.cancel()
}

const isKeychainDialogOpen = async (chat: ChatPage): Promise<boolean> =>
  JSON.stringify(await callMain(chat.page, 'key.status', undefined)).includes('"state":{"kind":"waiting"}')

/** Milliseconds from each key press in the prompt box to the frame that shows its letter. */
async function measureTypingMs(chat: ChatPage, letterCount: number): Promise<readonly number[]> {
  const { field } = chat.promptBox
  await field.fill('')
  const keystrokeMs: number[] = []
  for (let letter = 1; letter <= letterCount; letter += 1) {
    await field.evaluate((element) => {
      const shown = new Promise<number>((resolve) => {
        let pressedAt = 0
        element.addEventListener('keydown', ({ timeStamp }) => void (pressedAt = timeStamp), { once: true })
        // The second frame begins when the first one, which contains the letter, has been drawn.
        const onFrameDrawn = (): void =>
          void requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - pressedAt)))
        element.addEventListener('input', onFrameDrawn, { once: true })
      })
      Object.assign(window, { shown })
    })
    await field.press('a')
    keystrokeMs.push(await chat.page.evaluate(() => Reflect.get(window, 'shown')))
    await expect(field).toHaveValue('a'.repeat(letter))
  }
  return keystrokeMs
}

interface WorkTimings {
  readonly savedMs: number
  readonly lookedUpMs: number
  readonly typingMs: readonly number[]
}

/** Saves a setting and reads its file, fetches the models from a named host, and types a few letters. */
async function doWork(chat: ChatPage, hub: Hub, dataFolder: string, round: number): Promise<WorkTimings> {
  const appearance = round % 2 === 0 ? 'dark' : 'light'
  const begin = performance.now()
  expect(await callMain(chat.page, 'settings.save', { ...defaultSettings, appearance, language: 'en' })).toMatchObject({ ok: true })
  expect(readFileSync(join(dataFolder, 'settings.json'), 'utf8')).toContain(`"appearance": "${appearance}"`)
  const saved = performance.now()
  const requestsBefore = hub.requests.length
  expect(await callMain(chat.page, 'models.refresh', undefined)).toMatchObject({ ok: true, value: { failure: null } })
  expect(hub.requests.slice(requestsBefore).map(({ path }) => path)).toEqual(['/v1/models'])
  const lookedUpMs = performance.now() - saved
  return { savedMs: saved - begin, lookedUpMs, typingMs: await measureTypingMs(chat, 5) }
}

const median = (numbers: readonly number[]): number => Math.round(numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0)
const roundedMax = (numbers: readonly number[]): number => Math.round(Math.max(...numbers))

function formatSummary(timings: readonly WorkTimings[]): string {
  const medianTypingMs = timings.flatMap((one) => one.typingMs)
  const [saved, lookUpTimes] = [timings.map(({ savedMs }) => savedMs), timings.map(({ lookedUpMs }) => lookedUpMs)]
  return `input ${median(medianTypingMs)} ms (at most ${roundedMax(medianTypingMs)}), a saved setting ${median(saved)} ms, models by name ${median(lookUpTimes)} ms`
}

/** Quits as a person would. Returns the milliseconds until no process is left. The app is meant to end itself by force here. */
async function measureQuitMs(app: RestartableApp): Promise<number> {
  const begin = performance.now()
  await app.close().catch(() => undefined)
  await waitUntil('all processes of the app to end', () => (app.processes().length === 0 ? true : null))
  return Math.round(performance.now() - begin)
}

const quitCases: readonly { readonly when: string; readonly begin: (chat: ChatPage) => Promise<void> }[] = [
  { when: 'while idle', begin: async () => undefined },
  { when: 'while a prompt waits for the key', begin: (chat) => chat.submit('This one waits for its key.') },
]

test.describe('open keychain dialog', () => {
  test.skip(process.platform !== 'linux', 'These keyrings exist on Linux only.')
  test.use({
    setup: {
      scope: 'test',
      key: 'none',
      keychain: 'prompting',
      // By name, so that each of main's requests looks it up.
      launch: ({ hub }) => ({ hub: hub.origin.replace('127.0.0.1', 'localhost') }),
    },
  })
  // Quitting would end by force, which `close` reports.
  test.afterEach(({ app }) => app.kill())

  test('[row 11] does not block typing, saving and name lookups', async ({ chat, app, hub, dataFolder }) => {
    const roundCount = caseCount(6, 120)
    test.setTimeout(120_000 + roundCount * 2_000)
    const before: WorkTimings[] = []
    for (let round = 0; round < 4; round += 1) before.push(await doWork(chat, hub, dataFolder, round))
    await openKeychainDialog(app, hub)
    const openedAt = performance.now()
    const during: WorkTimings[] = []
    // Work that waited for the dialog would not end while it is open.
    for (let round = 0; round < roundCount; round += 1) {
      during.push(await doWork(chat, hub, dataFolder, round))
      expect(await isKeychainDialogOpen(chat)).toBe(true)
    }
    recordProof({
      figure: `open for ${Math.round((performance.now() - openedAt) / 1000)} s: ${formatSummary(during)}; before: ${formatSummary(before)}`,
      cases: during.length,
      where: [getProofTarget(app), 'Linux keyring'],
      notProven: ["names that Electron's own network looks up"],
    })
  })

  for (const { when, begin } of quitCases) {
    test(`[row 11] does not block quitting ${when}`, async ({ chat, app, hub }) => {
      await openKeychainDialog(app, hub)
      await begin(chat)
      const ms = await measureQuitMs(app)
      expect(ms).toBeLessThanOrEqual(3_000)
      recordProof({ figure: `quit in ${ms} ms ${when}`, cases: 1, where: [getProofTarget(app), 'Linux keyring'] })
    })
  }
})
