// What is decided about the two windows and their sessions, whatever the machine makes of it.

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

test('[row 14] both windows are made sandboxed and isolated, and nothing else is asked for', () => {
  expect(windowDecisions.windows).toEqual([
    { ...isolatedPreferences, preload: expect.stringMatching(/preload.chat\.cjs$/) },
    { ...isolatedPreferences, preload: expect.stringMatching(/preload.key\.cjs$/), partition: 'key' },
  ])
  recordProof({
    figure: `preferences of ${windowDecisions.windows.length} of 2 windows as decided`,
    cases: Object.keys(isolatedPreferences).length * 2,
    where: ['Node'],
    notProven: ['that Electron keeps to its preferences'],
  })
})

test('[row 23] every permission that Electron knows is refused, but writing to the clipboard in the chat window', () => {
  const clipboardPermission = `clipboard-sanitized-write at ${chatPage.address}`
  // A name alone decides, and the page that asks: which of the sessions it belongs to is Electron's matter.
  expect(windowDecisions.granted).toEqual(
    ['', 'key'].flatMap((session) => [`${session}: check ${clipboardPermission}`, `${session}: request ${clipboardPermission}`]),
  )
  expect(windowDecisions.permissions).toBeGreaterThanOrEqual(40)
  recordProof({
    figure: `${windowDecisions.permissions} of ${windowDecisions.permissions} names decided, 1 granted`,
    cases: windowDecisions.permissions,
    where: ['Node'],
  })
})

test('a page may load its own files only, in both sessions', () => {
  expect(windowDecisions.loaded).toEqual([chatPage.address, chatPage.address])
})

test('a page opens no window, goes nowhere, and downloads nothing', () => {
  expect(windowDecisions.allowed).toEqual([])
})
