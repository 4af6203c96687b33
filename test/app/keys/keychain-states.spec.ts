// The window's message for each state of a real keychain, and that a key that the keychain refuses is written nowhere else.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { canaryForms, searchFolders } from '../../support/process/canary-forms.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type KeyringState } from '../../stand-ins/keyring/keyring.ts'
import { electronBinary, launch } from '../../support/launch.ts'
import { caseCount, recordProof } from '../../support/proof.ts'
import { callMain } from '../../support/app-actions.ts'

interface KeychainCase {
  readonly name: string
  readonly keyring: KeyringState
  /** The title of the first screen. */
  readonly says: string
  /** The key window's message after saving; null: the key was saved. */
  readonly refuses: string | null
}

const libraryMissing = 'library missing'

const states: readonly KeychainCase[] = [
  { name: 'ready', keyring: 'unlocked', says: en.key.welcome, refuses: null },
  { name: libraryMissing, keyring: 'unlocked', says: en.key.missingTitle, refuses: en.failures['keychain-missing'] },
  { name: 'denied', keyring: 'denied', says: en.key.deniedTitle, refuses: en.failures['keychain-denied'] },
  { name: 'locked', keyring: 'locked', says: en.key.welcome, refuses: en.failures['keychain-locked'] },
  { name: 'prompt open', keyring: 'prompting', says: en.key.welcome, refuses: en.failures['keychain-waiting'] },
  { name: 'no D-Bus', keyring: 'no-bus', says: en.key.missingTitle, refuses: en.failures['keychain-missing'] },
  { name: 'no service', keyring: 'no-service', says: en.key.missingTitle, refuses: en.failures['keychain-missing'] },
  { name: 'no collection', keyring: 'no-collection', says: en.key.welcome, refuses: en.failures['keychain-missing'] },
]

interface KeychainOutcome {
  readonly name: string
  readonly says: string
  readonly refuses: string | null
  /** Occurrences of the key in the folders of app and keyring. */
  readonly hits: readonly string[]
  readonly files: number
}

/** Starts the app in that state and saves a key. */
async function runKeychainCase({ name, keyring: state }: KeychainCase, hub: Hub): Promise<KeychainOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-states-'))
  const keyring = await startKeyring(state)
  const environment = name === libraryMissing ? { LD_LIBRARY_PATH: writeEmptyLibrary(folder) } : {}
  const app = await launch({ hub: hub.origin, keychain: 'real', keyring, data: folder, environment })
  try {
    const chat = await app.chatWindow()
    const says = await chat.getByRole('main').getByRole('region').first().getByRole('heading').innerText()
    // Not every first screen offers to set a key; the settings do once the keychain answers.
    await callMain(chat, 'key.openWindow', { kind: 'new' })
    const window = await app.keyWindow()
    await window.getByLabel(en.keyWindow.page.label).fill(hub.keys.fineGrained)
    const windowClosed = window.waitForEvent('close').then(() => null)
    await window.getByRole('button', { name: en.keyWindow.page.save }).click()
    const refused = window.locator('#message').filter({ hasText: /./ }).innerText()
    const refuses = await Promise.race([windowClosed, refused.catch(() => windowClosed)])
    const { hits, files } = searchFolders([folder, keyring.environment['XDG_DATA_HOME'] ?? folder], canaryForms(hub.keys.fineGrained))
    return { name, says, refuses, hits, files }
  } finally {
    // As a person would. If the keychain waits for the user, the app ends itself by force, which `close` reports.
    await app.close().catch((error: unknown) => {
      if (state !== 'prompting') throw error
    })
    await keyring.stop()
    rmSync(folder, { recursive: true })
  }
}

/** The loader finds an empty file first and fails, as if libsecret were not installed. */
function writeEmptyLibrary(folder: string): string {
  writeFileSync(join(folder, 'libsecret-1.so.0'), '')
  return folder
}

test.describe('keychain states', () => {
  test.skip(process.platform !== 'linux', 'These keyrings exist on Linux only.')

  test('[row 8] have a message each, and the key is written nowhere else', async () => {
    const testedCases = states.slice(0, caseCount(3, states.length))
    test.setTimeout(30_000 * testedCases.length)
    await using hub = await startHub({ speed: 0 })
    const outcomes: KeychainOutcome[] = []
    for (const state of testedCases) outcomes.push(await runKeychainCase(state, hub))
    expect(outcomes).toMatchObject(testedCases.map(({ name, says, refuses }) => ({ name, says, refuses, hits: [] })))
    const files = outcomes.reduce((sum, outcome) => sum + outcome.files, 0)
    expect(files).toBeGreaterThan(testedCases.length)
    recordProof({
      figure: `${outcomes.length} of ${testedCases.length} right words in the window, 0 hits in ${files} files`,
      cases: testedCases.length,
      where: [electronBinary() === null ? 'stand-in' : 'Electron', 'Linux keyring'],
      notProven: ['the keychains of macOS and Windows'],
    })
  })
})
