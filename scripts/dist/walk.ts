// Starts the code that was packed, taken out of app.asar again, and uses it as a person would. Hides how it is taken out and started.
// It runs unpackaged first, because only then a stand-in for Hugging Face can take its place; then as a packaged app, which must not let it.

import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { extractAll } from '@electron/asar'
import { en } from '../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../test/stand-ins/hub/hub.ts'
import { electronBinary, launch } from '../../test/support/launch.ts'
import { throwAwayKeyring } from '../demo/ground.ts'
import { walk } from '../demo/walk.ts'
import { sentence } from '../demo/window.ts'
import type { Check } from './checks.ts'

const longestMs = 120_000

export interface Walked {
  readonly checks: readonly Check[]
  readonly notProven: readonly string[]
}

/** Takes the app out of `resources` into a folder of its own inside `folder`, and walks through it twice. About twenty seconds. */
export async function walkThrough(resources: string, folder: string): Promise<Walked> {
  const entry = mkdtempSync(join(folder, 'unpacked-'))
  extractAll(join(resources, 'app.asar'), entry)
  await using hub = await startHub({ speed: 0 })
  const used = await checked('the packed code goes through every step of the demo', () => walkAsInDemo(entry, folder, hub))
  if (electronBinary() !== null) {
    return { checks: [used], notProven: ['that a packaged app ignores every seam: Electron says it is packaged only when it is'] }
  }
  const home = mkdtempSync(join(folder, 'home-'))
  const ignored = await checked('as a packaged app it ignores every seam', () => startPackaged(entry, hub, home))
  return { checks: [used, ignored], notProven: [] }
}

/** A step that throws has failed, and its words are what speaks against it. */
async function checked(what: string, look: () => Promise<readonly string[]>): Promise<Check> {
  try {
    return { what, wrong: await look() }
  } catch (error) {
    return { what, wrong: [error instanceof Error ? stripVTControlCharacters(error.message) : String(error)] }
  }
}

/** The demo's steps, with a key in a real keychain where there is one: then the packed keytar is at work. */
async function walkAsInDemo(entry: string, folder: string, hub: Hub): Promise<readonly string[]> {
  const data = mkdtempSync(join(folder, 'data-'))
  const keyring = await throwAwayKeyring()
  const { failed } = await walk({
    start: () => launch({ entry, hub: hub.origin, data, motion: 'full', ...(keyring === null ? {} : { keychain: 'real', keyring }) }),
    key: hub.keys.fineGrained,
    model: null,
    prompt: null,
    isServerNamed: true,
    isKeyKept: keyring !== null,
    shots: null,
    slowDown: () => hub.setSpeed(8),
    say: () => undefined,
    end: AbortSignal.timeout(longestMs),
  })
  await keyring?.stop()
  return failed === null ? [] : [`${failed.step}: ${failed.reason}`]
}

/** Every seam is set, and the app must behave as if none were: its own folder, Hugging Face itself, and the system's keychain. */
async function startPackaged(entry: string, hub: Hub, home: string): Promise<readonly string[]> {
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
    const isConnected = await chat.getByText(sentence(en.notice.connectedTo)).isVisible()
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
