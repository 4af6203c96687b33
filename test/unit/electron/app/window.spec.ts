// What is decided about the two windows and their sessions, whatever the machine makes of it.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { chatPage } from '../../../../electron/app/pages.ts'
import { proven } from '../../../support/proof.ts'
import type { Decisions } from './window-program.ts'

const program = join(import.meta.dirname, 'window-program.ts')
const decided: Decisions = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }))

const isolated = {
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
  expect(decided.windows).toEqual([
    { ...isolated, preload: expect.stringMatching(/preload.chat\.cjs$/) },
    { ...isolated, preload: expect.stringMatching(/preload.key\.cjs$/), partition: 'key' },
  ])
  proven({
    figure: `preferences of ${decided.windows.length} of 2 windows as decided`,
    cases: Object.keys(isolated).length * 2,
    where: ['Node'],
    notProven: ['that Electron keeps to its preferences'],
  })
})

test('[row 23] every permission that Electron knows is refused, but writing to the clipboard in the chat window', () => {
  const clipboard = `clipboard-sanitized-write at ${chatPage.address}`
  // A name alone decides, and the page that asks: which of the sessions it belongs to is Electron's matter.
  expect(decided.granted).toEqual(['', 'key'].flatMap((session) => [`${session}: check ${clipboard}`, `${session}: request ${clipboard}`]))
  expect(decided.permissions).toBeGreaterThanOrEqual(40)
  proven({
    figure: `${decided.permissions} of ${decided.permissions} names decided, 1 granted`,
    cases: decided.permissions,
    where: ['Node'],
  })
})

test('a page may load its own files only, in both sessions', () => {
  expect(decided.loaded).toEqual([chatPage.address, chatPage.address])
})

test('a page opens no window, goes nowhere, and downloads nothing', () => {
  expect(decided.allowed).toEqual([])
})
