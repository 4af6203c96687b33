// What the window says in each state of a real keychain, and that a key which the keychain refuses is written nowhere else.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import { waitForKeyWindow } from '../../pages/key-window.ts'
import { canaryForms, searchFolders } from '../../support/process/canary-forms.ts'
import type { Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type KeyringState } from '../../stand-ins/keyring/keyring.ts'
import { electronBinary, launch } from '../../support/launch.ts'
import { callMain } from '../../support/page/call-main.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'

interface KeychainCase {
  readonly name: string
  readonly keyring: KeyringState
  /** The title of the first screen. */
  readonly says: string
  /** What the key window says when the key is saved; null: it is kept. */
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
  /** Of the key, in the app's folder and the keyring's. */
  readonly hits: readonly string[]
  readonly files: number
}

/** Starts the app in that state, and saves a key. */
async function runKeychainCase({ name, keyring: state }: KeychainCase, hub: Hub): Promise<KeychainOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-states-'))
  const keyring = await startKeyring(state)
  const environment = name === libraryMissing ? { LD_LIBRARY_PATH: writeEmptyLibrary(folder) } : {}
  const app = await launch({ hub: hub.origin, keychain: 'real', keyring, data: folder, environment })
  try {
    const chat = await app.chatWindow()
    const says = await chat.getByRole('main').getByRole('region').first().getByRole('heading').innerText()
    // Not every first screen offers to enter a key. The settings do, once the keychain can be reached.
    await callMain(chat, 'key.openWindow', { kind: 'new' })
    const keyWindow = await waitForKeyWindow(app)
    await keyWindow.field.fill(hub.keys.fineGrained)
    const windowClosed = keyWindow.page.waitForEvent('close').then(() => null)
    await keyWindow.saveButton.click()
    const refused = keyWindow.page.locator('#message').filter({ hasText: /./ }).innerText()
    const refuses = await Promise.race([windowClosed, refused.catch(() => windowClosed)])
    const { hits, files } = searchFolders([folder, keyring.environment['XDG_DATA_HOME'] ?? folder], canaryForms(hub.keys.fineGrained))
    return { name, says, refuses, hits, files }
  } finally {
    // Where the keychain waits for its user, the app ends itself by force, which `close` reports.
    await app.close().catch((error: unknown) => {
      if (state !== 'prompting') throw error
    })
    await keyring.stop()
    rmSync(folder, { recursive: true })
  }
}

/** The loader finds an empty file first and gives up, as it does when libsecret is not installed. */
function writeEmptyLibrary(folder: string): string {
  writeFileSync(join(folder, 'libsecret-1.so.0'), '')
  return folder
}

test.describe('each keychain state', () => {
  test.skip(process.platform !== 'linux', 'These keyrings exist on Linux only.')

  test('[row 8] is explained in words, and nothing of the key is written', async ({ hub }) => {
    const testedCases = states.slice(0, caseCount(3, states.length))
    test.setTimeout(30_000 * testedCases.length)
    const outcomes: KeychainOutcome[] = []
    for (const state of testedCases) outcomes.push(await runKeychainCase(state, hub))
    expect(outcomes).toMatchObject(testedCases.map(({ name, says, refuses }) => ({ name, says, refuses, hits: [] })))
    const files = outcomes.reduce((sum, outcome) => sum + outcome.files, 0)
    expect(files).toBeGreaterThan(testedCases.length)
    recordProof({
      figure: `${outcomes.length} of ${testedCases.length} right words in the window, 0 hits in ${files} files`,
      cases: testedCases.length,
      where: [getProofTarget({ isStandIn: electronBinary() === null }), 'Linux keyring'],
      notProven: ['the keychains of macOS and Windows'],
    })
  })
})
