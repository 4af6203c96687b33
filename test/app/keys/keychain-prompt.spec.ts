// The system's question for the keychain's password, left open: the window stays quick, main goes on working, and quitting ends.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { usualStyle } from '../../../shared/style.ts'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { caseCount, proven } from '../../support/proof.ts'
import { callMain, cancelKey, startSending, typeKey } from '../../support/session.ts'
import { until } from '../../support/until.ts'

test.skip(process.platform !== 'linux', 'These keyrings exist on Linux only.')

let hub: Hub
let keyring: Keyring
let data: string
let app: LaunchedApp
let chat: Page

/** The hub by a name, so that each request of main looks one up. */
const named = (): string => hub.origin.replace('127.0.0.1', 'localhost')

test.beforeEach(async () => {
  hub = await startHub({ speed: 0 })
  keyring = await startKeyring('prompting')
  data = mkdtempSync(join(tmpdir(), 'parley-prompt-'))
  app = await launch({ hub: named(), keychain: 'real', keyring, data })
  chat = await app.chatWindow()
})
test.afterEach(async () => {
  await app.kill()
  await keyring.stop()
  await hub.close()
  rmSync(data, { recursive: true })
})

/** Saves a key, for which the system asks for the password: nobody answers. */
async function openQuestion(): Promise<void> {
  const window = await typeKey(app, hub.keys.fineGrained)
  await window.getByRole('button', { name: en.keyWindow.page.save }).click()
  await expect(window.locator('#sentence')).toHaveText(en.failures['keychain-waiting'])
  await cancelKey(window)
}

const isQuestionOpen = async (): Promise<boolean> =>
  JSON.stringify(await callMain(chat, 'key.status', undefined)).includes('"state":{"kind":"waiting"}')

/** Milliseconds from each key stroke to the frame that shows its letter, in the prompt box. */
async function typingMs(letters: number): Promise<readonly number[]> {
  const box = chat.getByRole('textbox', { name: en.chat.promptLabel })
  await box.fill('')
  const measured: number[] = []
  for (let letter = 1; letter <= letters; letter += 1) {
    await box.evaluate((field) => {
      const shown = new Promise<number>((resolve) => {
        let pressedAt = 0
        field.addEventListener('keydown', ({ timeStamp }) => void (pressedAt = timeStamp), { once: true })
        // The second frame begins when the first, with the letter in it, has been drawn.
        const seen = (): void => void requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - pressedAt)))
        field.addEventListener('input', seen, { once: true })
      })
      Object.assign(window, { shown })
    })
    await box.press('a')
    measured.push(await chat.evaluate(() => Reflect.get(window, 'shown')))
    await expect(box).toHaveValue('a'.repeat(letter))
  }
  return measured
}

interface Work {
  readonly savedMs: number
  readonly lookedUpMs: number
  readonly typingMs: readonly number[]
}

/** A setting is saved and seen in its file, the models are fetched anew from a named host, and a few letters are typed. */
async function work(round: number): Promise<Work> {
  const appearance = round % 2 === 0 ? 'dark' : 'light'
  const begin = performance.now()
  expect(
    await callMain(chat, 'settings.save', {
      appearance,
      language: 'en',
      keyReminderDays: 90,
      style: usualStyle,
      instructions: '',
    }),
  ).toMatchObject({ ok: true })
  expect(readFileSync(join(data, 'settings.json'), 'utf8')).toContain(`"appearance": "${appearance}"`)
  const saved = performance.now()
  const asked = hub.requests.length
  expect(await callMain(chat, 'models.refresh', undefined)).toMatchObject({ ok: true, value: { failure: null } })
  expect(hub.requests.slice(asked).map(({ path }) => path)).toEqual(['/v1/models'])
  return { savedMs: saved - begin, lookedUpMs: performance.now() - saved, typingMs: await typingMs(5) }
}

const hangMs = 1_000

const middle = (numbers: readonly number[]): number => Math.round(numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0)
const most = (numbers: readonly number[]): number => Math.round(Math.max(...numbers))

function summary(works: readonly Work[]): string {
  const typing = works.flatMap((one) => one.typingMs)
  const [saved, lookedUp] = [works.map(({ savedMs }) => savedMs), works.map(({ lookedUpMs }) => lookedUpMs)]
  return `input ${middle(typing)} ms (at most ${most(typing)}), a saved setting ${middle(saved)} ms, models by name ${middle(lookedUp)} ms`
}

/** Quits as a person would, and tells how long that took until no process was left. An app that ends itself by force is meant to. */
async function quitMs(): Promise<number> {
  const begin = performance.now()
  await app.close().catch(() => undefined)
  await until('all processes of the app to end', () => (app.processes().length === 0 ? true : null))
  return Math.round(performance.now() - begin)
}

test('[row 11] while the system’s question stays open, typing, saving and looking up go on as before', async () => {
  const openMs = caseCount(4_000, 60_000)
  test.setTimeout(120_000 + openMs)
  await expect(chat.getByRole('button', { name: /^Model: / })).toBeVisible()
  const before: Work[] = []
  for (let round = 0; round < 4; round += 1) before.push(await work(round))
  await openQuestion()
  const openedAt = performance.now()
  const during: Work[] = []
  while (performance.now() - openedAt < openMs) during.push(await work(during.length))
  expect(await isQuestionOpen()).toBe(true)
  const typing = (works: readonly Work[]): number => middle(works.flatMap((one) => one.typingMs))
  // What hangs would take as long as the question is open. How fast it is otherwise depends on the machine, and is told.
  expect(typing(during)).toBeLessThan(typing(before) + hangMs)
  for (const what of ['savedMs', 'lookedUpMs'] as const) {
    const longest = (works: readonly Work[]): number => most(works.map((one) => one[what]))
    expect(longest(during), what).toBeLessThan(longest(before) + 2 * hangMs)
  }
  proven({
    figure: `open for ${Math.round((performance.now() - openedAt) / 1000)} s: ${summary(during)}; before: ${summary(before)}`,
    cases: during.length,
    where: [app.isStandIn ? 'stand-in' : 'Electron', 'Linux keyring'],
    notProven: ["names that Electron's own network looks up"],
  })
})

const quits: readonly { readonly when: string; readonly begin: () => Promise<void> }[] = [
  { when: 'while nothing is done', begin: async () => undefined },
  { when: 'while a prompt waits for the key', begin: () => startSending(chat, 'This one waits for its key.') },
]

for (const { when, begin } of quits) {
  test(`[row 11] quitting ends though the system’s question is open, ${when}`, async () => {
    await openQuestion()
    await begin()
    const ms = await quitMs()
    expect(ms).toBeLessThanOrEqual(3_000)
    proven({
      figure: `quit in ${ms} ms ${when}`,
      cases: 1,
      where: [app.isStandIn ? 'stand-in' : 'Electron', 'Linux keyring'],
    })
  })
}
