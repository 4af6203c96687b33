// The preferences, permissions and allowed requests of the two windows, as create-window.ts passes them to Electron.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { chatPage } from '../../../../electron/app/pages.ts'
import { recordProof } from '../../../support/proof.ts'
import type { WindowDecisions } from './create-window-program.ts'

const program = join(import.meta.dirname, 'create-window-program.ts')
const windowDecisions: WindowDecisions = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }))

const isolatedPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  devTools: false,
  spellcheck: false,
}

test.describe('windows', () => {
  test('[row 14] both windows are sandboxed and isolated, without other web preferences', () => {
    expect(windowDecisions.windows).toEqual([
      { ...isolatedPreferences, preload: expect.stringMatching(/preload.chat\.cjs$/) },
      { ...isolatedPreferences, preload: expect.stringMatching(/preload.key\.cjs$/), partition: 'key' },
    ])
    recordProof({
      figure: `preferences of ${windowDecisions.windows.length} of 2 windows as expected`,
      cases: Object.keys(isolatedPreferences).length * 2,
      where: ['Node'],
      notProven: ['that Electron respects its preferences'],
    })
  })

  test('[row 23] the chat window may write to the clipboard; all other permissions of Electron are denied', () => {
    const clipboardPermission = `clipboard-sanitized-write at ${chatPage.address}`
    // The permission and the page's address decide, in both sessions.
    expect(windowDecisions.granted).toEqual(
      ['', 'key'].flatMap((session) => [`${session}: check ${clipboardPermission}`, `${session}: request ${clipboardPermission}`]),
    )
    expect(windowDecisions.permissions).toBeGreaterThanOrEqual(40)
    recordProof({
      figure: `${windowDecisions.permissions} of ${windowDecisions.permissions} names checked, 1 granted`,
      cases: windowDecisions.permissions,
      where: ['Node'],
    })
  })

  test('a page may load its own files only, in both sessions', () => {
    expect(windowDecisions.loaded).toEqual([chatPage.address, chatPage.address])
  })

  test('a page cannot open a window, navigate or download', () => {
    expect(windowDecisions.allowed).toEqual([])
  })
})
