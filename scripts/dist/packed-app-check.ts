// Extracts the packed code from app.asar, starts it, and uses it as a person would. Hides how it is extracted and started. It runs
// unpackaged first, because only then it accepts a stand-in for Hugging Face; then as a packaged app, which must ignore the stand-in.

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

/** Extracts the app from `resources` into a new folder inside `folder` and checks it twice. Takes about twenty seconds. */
export async function checkPackedApp(resources: string, folder: string): Promise<PackedAppReport> {
  const entry = mkdtempSync(join(folder, 'unpacked-'))
  extractAll(join(resources, 'app.asar'), entry)
  await using hub = await startHub({ speed: 0 })
  const walkthroughCheck = await runCheck('the packed code passes every step of the demo', () => runDemoWalkthrough(entry, folder, hub))
  if (electronBinary() !== null) {
    return {
      checks: [walkthroughCheck],
      notProven: ['that a packaged app ignores the test variables: Electron says it is packaged only when it is'],
    }
  }
  const home = mkdtempSync(join(folder, 'home-'))
  const testVariablesCheck = await runCheck('as a packaged app it ignores the test variables', () =>
    checkTestVariablesIgnored(entry, hub, home),
  )
  return { checks: [walkthroughCheck, testVariablesCheck], notProven: [] }
}

/** Turns an exception into a problem of the check. */
async function runCheck(title: string, run: () => Promise<readonly string[]>): Promise<Check> {
  try {
    return { title, problems: await run() }
  } catch (error) {
    return { title, problems: [error instanceof Error ? stripVTControlCharacters(error.message) : String(error)] }
  }
}

/** Runs the demo's steps, with a real keychain if there is one, so that the packed keytar is used. */
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

/** Sets every test variable; the app must use its own folder, Hugging Face itself and the system's keychain anyway. */
async function checkTestVariablesIgnored(entry: string, hub: Hub, home: string): Promise<readonly string[]> {
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
    // Without a session bus only the in-memory keychain could answer.
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
