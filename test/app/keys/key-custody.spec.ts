// Where the key is and where it never is, in a full session with a real keyring: memory, processes, IPC messages and disk.

import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { channels } from '../../../shared/contract.ts'
import { en } from '../../../shared/words/en/en.ts'
import { canaryForms, findForms, searchFolders, type CanaryForm } from '../../support/process/canary-forms.ts'
import { expect, test, type RestartableApp } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { openKeyWindow, waitForKeyWindow, type KeyWindow } from '../../pages/key-window.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'
import type { SetupContext, StartedApp } from '../../support/app-session.ts'
import { runFullSession } from '../../support/full-session.ts'
import type { LaunchOptions, TappedMessage } from '../../support/launch.ts'
import { searchMemory } from '../../support/process/process-memory.ts'
import { searchLaunchData, type LaunchDataSearch } from '../../support/process/processes.ts'
import { caseCount, getProofTarget, recordProof, type ProofTarget } from '../../support/proof.ts'
import { waitUntil } from '../../support/wait-until.ts'

const sendCount = caseCount(3, 20)
const unprovenParts = ['exports and backups, which do not exist yet']
const lastPrompt = 'The last prompt before the end.'

/** What was seen while the key was typed. */
interface Custody {
  readonly forms: readonly CanaryForm[]
  readonly keyWindowPid: number
  /** Null when the memory of a process cannot be read. */
  readonly keyWindowHits: readonly string[] | null
  readonly startsWhileTyping: LaunchDataSearch
}

let custody: Custody = {
  forms: [],
  keyWindowPid: 0,
  keyWindowHits: null,
  startsWhileTyping: { hits: [], searchedCount: 0, unreadable: [] },
}

const where = (app: RestartableApp): readonly ProofTarget[] => [getProofTarget(app), 'Linux keyring']

/** Puts the app's temporary files (the browser's too on the stand-in) and its home beside its data, in one folder. */
function createLaunchOptions({ folder }: SetupContext): LaunchOptions {
  const [temporary, home] = [join(folder, 'temporary'), join(folder, 'home')]
  for (const path of [temporary, home]) mkdirSync(path)
  // When the test is root, the stand-in's browser runs as another user and finds its own folder in here.
  for (const path of [folder, temporary]) chmodSync(path, 0o755)
  return { recordIpc: true, environment: { TMPDIR: temporary, HOME: home } }
}

/** The kinds of processes whose start the system hides from a test, in words for the proof. */
const listHiddenProcesses = (keyStartSearches: readonly LaunchDataSearch[]): readonly string[] => {
  const kinds = new Set(keyStartSearches.flatMap(({ unreadable }) => unreadable.map(({ kind }) => kind)))
  return kinds.size === 0 ? [] : [`processes whose start this system does not show (${[...kinds].join(', ')})`]
}

/** A session in which everything is done with keys and everything else once. */
async function runSession({ app, chat, hub }: StartedApp): Promise<void> {
  const forms = [hub.keys.fineGrained, ...listOtherKeys(hub)].flatMap(canaryForms)
  const keyWindow = await openKeyWindow(app)
  await keyWindow.field.fill(hub.keys.fineGrained)
  const keyWindowPid = await app.rendererPidOf(keyWindow.page)
  custody = {
    forms,
    keyWindowPid,
    keyWindowHits: searchMemory(keyWindowPid, forms.slice(0, 1))?.hits ?? null,
    startsWhileTyping: searchLaunchData(app.processes(), forms),
  }
  await keyWindow.save()
  await exerciseKeySettings(app, chat, hub)
  await runFullSession(chat, hub, sendCount)
}

/** How often a key was saved: the third one twice, because its first attempt failed. */
const expectedKeyMessages = 4

/** Keys that are used for a while beside the main one. */
const listOtherKeys = (hub: Hub): readonly string[] => [hub.keys.read, hub.keys.expiring]

async function fillKeyWindow(app: RestartableApp, key: string): Promise<KeyWindow> {
  const keyWindow = await waitForKeyWindow(app)
  await keyWindow.field.fill(key)
  return keyWindow
}

/** Adds a second key, tries it, replaces it with a third after a failure, revokes that one, and returns to the first. */
async function exerciseKeySettings(app: RestartableApp, chat: ChatPage, hub: Hub): Promise<void> {
  const { panel } = chat.settings
  const clickSetting = (name: string) => chat.button(name, panel).click()
  await chat.settings.open()
  await clickSetting(en.key.addAnother)
  await (await fillKeyWindow(app, hub.keys.read)).save()
  await clickSetting(en.key.try)
  await expect(panel).toContainText('It works:')
  await hub.setFault('no-permission', { times: 1 })
  await clickSetting(en.key.replace)
  const failing = await fillKeyWindow(app, hub.keys.expiring)
  await failing.saveButton.click()
  await expect(failing.alert).toBeVisible()
  await failing.save()
  await expect(panel).toContainText(en.key.replaced)
  await clickSetting(en.key.revoke)
  await chat.button(en.key.revokeConfirm).click()
  await expect(panel.getByRole('radio')).toHaveCount(1)
  await chat.settings.close()
}

const listProcessIds = (app: RestartableApp): readonly number[] => app.processes().map(({ pid }) => pid)

function formatRoute({ direction, windowUrl }: TappedMessage): string {
  return `${direction} ${new URL(windowUrl).pathname === '/key.html' ? 'key' : 'chat'}`
}

/** What a page holds in its storage, cookies and address, where any of it has a form of the key or anything at all. */
async function findKeyInPage(page: Page): Promise<readonly string[]> {
  const folderHits = await page.evaluate(async () => [
    ...Object.entries(localStorage).flat(),
    ...Object.entries(sessionStorage).flat(),
    ...(await indexedDB.databases()).map(({ name }) => name ?? ''),
    ...(await caches.keys()),
    document.cookie,
    location.search,
    location.hash,
  ])
  return folderHits.filter((text) => text !== '')
}

/** As text in a page: two bytes a character where the form has that, which one foreign character brings about. */
function formToPageText({ name, bytes }: CanaryForm): string {
  return name.startsWith('UTF-16LE') ? `${bytes.toString('utf16le')}\u2603` : bytes.toString('latin1')
}

async function takeHeapSnapshot(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk))
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: false })
  await session.detach()
  return chunks.join('')
}

test.describe('key custody', () => {
  test.skip(process.platform !== 'linux', 'Memory and processes are read from /proc, which only Linux has.')
  test.use({ setup: { key: 'none', keychain: 'unlocked', launch: createLaunchOptions, afterStart: runSession } })

  test('[row 1] the chat window never holds the key, in memory or on its heap', async ({ app, chat, hub }) => {
    test.setTimeout(120_000)
    const pid = await app.rendererPidOf(chat.page)
    const memory = searchMemory(pid, custody.forms)
    test.skip(memory === null, 'This system does not let a test read the memory of the window.')
    const heapText = await takeHeapSnapshot(chat.page)
    // The control: the window is given every form of another key, and the same search finds all of them. It also finds the key in main,
    // which does hold it.
    const planted = canaryForms(hub.keys.write)
    await chat.page.evaluate((texts) => {
      Object.assign(window, { planted: texts })
    }, planted.map(formToPageText))
    expect(new Set(searchMemory(pid, planted)?.hits)).toEqual(new Set(planted.map(({ name }) => name)))
    expect(findForms(await takeHeapSnapshot(chat.page), planted)).toContain('raw, first 12')
    expect(searchMemory(app.pid, custody.forms.slice(0, 1))?.hits).toEqual(['raw, first 12'])

    expect(memory?.hits).toEqual([])
    expect(findForms(heapText, custody.forms)).toEqual([])
    expect(await findKeyInPage(chat.page)).toEqual([])
    const megabytes = Math.round((memory?.bytes ?? 0) / 1e6)
    recordProof({
      figure: `0 hits in ${megabytes} MB of memory and ${Math.round(heapText.length / 1e6)} MB of heap snapshot after ${sendCount} sends`,
      cases: custody.forms.length,
      where: where(app),
      notProven: ['exports, which do not exist yet'],
    })
  })

  test('[row 2] the key window leaves no process and no file', async ({ app, chat, folder }) => {
    // The control: this process did hold the key.
    test.skip(custody.keyWindowHits === null, 'This system does not let a test read the memory of the window.')
    expect(custody.keyWindowHits).toContain('raw, first 12')
    await waitUntil('the process of the key window to end', () => (listProcessIds(app).includes(custody.keyWindowPid) ? null : true))
    expect(listProcessIds(app)).toContain(await app.rendererPidOf(chat.page))
    expect(existsSync(join(app.data, 'Partitions'))).toBe(false)
    const folderHits = searchFolders([folder], custody.forms)
    expect(folderHits.hits).toEqual([])

    await chat.settings.open()
    await chat.button(en.key.addAnother).click()
    const next = await waitForKeyWindow(app)
    expect(await next.field.inputValue()).toBe('')
    expect(await findKeyInPage(next.page)).toEqual([])
    await next.cancel()
    await chat.press('Escape')
    recordProof({
      figure: `0 processes, 0 hits in ${folderHits.files} files`,
      cases: 1,
      where: where(app),
      notProven: app.isStandIn ? ["that Electron's own in-memory partition writes nothing"] : [],
    })
  })

  test('[row 5] no process is started with the key', ({ app }) => {
    const keyStartsAfterSession = searchLaunchData(app.processes(), custody.forms)
    const keyStartSearches = [custody.startsWhileTyping, keyStartsAfterSession]
    expect(keyStartSearches.flatMap(({ hits }) => hits)).toEqual([])
    // The control: the processes that hold or have drawn the key were searched.
    expect(app.processes().map(({ kind }) => kind)).toEqual(expect.arrayContaining(['main', 'renderer']))
    recordProof({
      figure: `0 hits in ${custody.startsWhileTyping.searchedCount} processes while it was typed, ${keyStartsAfterSession.searchedCount} after a full session`,
      cases: custody.startsWhileTyping.searchedCount + keyStartsAfterSession.searchedCount,
      where: where(app),
      notProven: listHiddenProcesses(keyStartSearches),
    })
  })

  test('[row 5] a key in a variable is visible in the processes started with it', async ({ hub, launchApp }) => {
    const { app } = await launchApp({ hub: hub.origin, environment: { HF_TOKEN: hub.keys.fineGrained } })
    const search = searchLaunchData(app.processes(), canaryForms(hub.keys.fineGrained))
    const kinds = [...new Set(search.hits.map(({ process }) => process.kind))]
    // The control: the search finds the key in main, which offers to keep it.
    expect(search.hits.some(({ process, form }) => process.kind === 'main' && form === 'raw, first 12')).toBe(true)
    recordProof({
      figure: `a key in HF_TOKEN, which is not ours to hide, is seen in: ${kinds.join(', ')}`,
      cases: search.searchedCount,
      where: [getProofTarget(app)],
      notProven: [
        ...listHiddenProcesses([search]),
        ...(app.isStandIn ? ["which of Electron's own processes inherit a variable: the stand-in's browser gets a closed list"] : []),
      ],
    })
  })

  test('[row 3] the key crosses IPC once, inwards, in a session with a restart', async ({ app, chat, hub }) => {
    test.setTimeout(120_000)
    const before = await app.recordedIpc()
    await app.restart()
    await chat.send('After the restart.')
    const messages = [...before, ...(await app.recordedIpc())]
    const messagesWithKey = messages.filter(({ text }) => findForms(text, custody.forms).length > 0)
    const messagesToMain = messagesWithKey.filter(({ direction }) => direction === 'to-main')
    const expectedRoute = { direction: 'to-main', kind: 'invoke', channel: channels.keyCalls }
    expect(messagesWithKey.map(({ direction, kind, channel }) => ({ direction, kind, channel }))).toEqual(
      Array.from({ length: expectedKeyMessages }, () => expectedRoute),
    )
    // The control: both windows and both directions were recorded.
    expect(new Set(messages.map(formatRoute))).toEqual(new Set(['to-main chat', 'to-window chat', 'to-main key', 'to-window key']))
    expect(hub.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${hub.keys.fineGrained}`)
    recordProof({
      figure: `${messagesToMain.length} messages in, one for each of ${expectedKeyMessages} savings, ${messagesWithKey.length - messagesToMain.length} out`,
      cases: messages.length,
      where: where(app),
    })
  })

  test('[row 4] the key is in no file, while the app runs and afterwards', async ({ app, chat, folder }) => {
    await chat.send(lastPrompt)
    const running = searchFolders([folder], custody.forms)
    expect(readdirSync(app.data).some((name) => name.endsWith('-wal'))).toBe(true)
    // The control: a prompt is found in the same files, and the key where it is put by hand.
    const prompt = searchFolders([folder], [{ name: 'a prompt', bytes: Buffer.from(lastPrompt) }])
    expect(prompt.hits).not.toEqual([])
    for (const form of custody.forms) {
      const planted = join(folder, 'home/planted')
      writeFileSync(planted, form.bytes)
      expect(searchFolders([folder], custody.forms).hits).toContain(`${planted}: ${form.name}`)
      rmSync(planted)
    }
    await app.close()
    const folderHitsAfterQuit = searchFolders([folder], custody.forms)
    expect([...running.hits, ...folderHitsAfterQuit.hits]).toEqual([])
    recordProof({
      figure: `0 hits in ${running.files} files while running, ${folderHitsAfterQuit.files} after`,
      cases: running.files + folderHitsAfterQuit.files,
      where: where(app),
      notProven: unprovenParts,
    })
  })
})
