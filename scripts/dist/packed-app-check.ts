// Starts the code that was packed, taken out of app.asar again, and uses it as a person would. Hides how it is taken out and started.
// It runs unpackaged first, because only then a stand-in for Hugging Face can take its place; then as a packaged app, which must not let it.

import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { extractAll } from '@electron/asar'
import { en } from '../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../test/stand-ins/hub/hub.ts'
import { electronBinary, launch } from '../../test/support/launch.ts'
import { startTemporaryKeyring } from '../demo/environment.ts'
import { runWalkthrough } from '../demo/walkthrough.ts'
import { toPattern } from '../demo/page-actions.ts'
import type { Check } from './checks.ts'

const maxDurationMs = 120_000

export interface PackedAppReport {
  readonly checks: readonly Check[]
  readonly notProven: readonly string[]
}

/** Takes the app out of `resources` into a folder of its own inside `folder`, and walks through it twice. About twenty seconds. */
export async function checkPackedApp(resources: string, folder: string): Promise<PackedAppReport> {
  const entry = mkdtempSync(join(folder, 'unpacked-'))
  extractAll(join(resources, 'app.asar'), entry)
  await using hub = await startHub({ speed: 0 })
  const walkthroughCheck = await runCheck('the packed code goes through every step of the demo', () =>
    runDemoWalkthrough(entry, folder, hub),
  )
  if (electronBinary() !== null) {
    return {
      checks: [walkthroughCheck],
      notProven: ['that a packaged app ignores every seam: Electron says it is packaged only when it is'],
    }
  }
  const home = mkdtempSync(join(folder, 'home-'))
  const seamsCheck = await runCheck('as a packaged app it ignores every seam', () => checkSeamsIgnored(entry, hub, home))
  return { checks: [walkthroughCheck, seamsCheck], notProven: [] }
}

/** A step that throws has failed, and its words are what speaks against it. */
async function runCheck(title: string, run: () => Promise<readonly string[]>): Promise<Check> {
  try {
    return { title, problems: await run() }
  } catch (error) {
    return { title, problems: [error instanceof Error ? stripVTControlCharacters(error.message) : String(error)] }
  }
}

/** The demo's steps, with a key in a real keychain where there is one: then the packed keytar is at work. */
async function runDemoWalkthrough(entry: string, folder: string, hub: Hub): Promise<readonly string[]> {
  const data = mkdtempSync(join(folder, 'data-'))
  const keyring = await startTemporaryKeyring()
  const { failed } = await runWalkthrough({
    start: () => launch({ entry, hub: hub.origin, data, motion: 'full', ...(keyring === null ? {} : { keychain: 'real', keyring }) }),
    key: hub.keys.fineGrained,
    model: null,
    prompt: null,
    expectsServerNotice: true,
    expectsSavedKey: keyring !== null,
    screenshots: null,
    slowDown: () => hub.setSpeed(8),
    log: () => undefined,
    signal: AbortSignal.timeout(maxDurationMs),
  })
  await keyring?.stop()
  return failed === null ? [] : [`${failed.step}: ${failed.reason}`]
}

/** Every seam is set, and the app must behave as if none were: its own folder, Hugging Face itself, and the system's keychain. */
async function checkSeamsIgnored(entry: string, hub: Hub, home: string): Promise<readonly string[]> {
  const before = hub.requests.length
  const data = join(home, 'not-here')
  mkdirSync(data)
  const app = await launch({
    entry,
    hub: hub.origin,
    data,
    keychain: 'memory',
    isPackaged: true,
    motion: 'full',
    environment: { HOME: home },
  })
  try {
    const chat = await app.chatWindow()
    // The app was started without a session bus, so a keychain that answers can only be the one in memory.
    const hasNoKeychain = await chat
      .getByText(en.key.missingTitle)
      .waitFor()
      .then(
        () => true,
        () => false,
      )
    const isConnected = await chat.getByText(toPattern(en.notice.connectedTo)).isVisible()
    return [
      ...(readdirSync(data).length === 0 ? [] : ['PARLEY_DATA was used']),
      ...(existsSync(join(home, '.config', 'Parley')) ? [] : ['its own data folder was not used']),
      ...(hasNoKeychain ? [] : ['PARLEY_KEYCHAIN was used']),
      ...(isConnected || hub.requests.length > before ? ['PARLEY_HUB was used'] : []),
    ]
  } finally {
    await app.close()
  }
}
