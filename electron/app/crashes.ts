// What becomes of a window whose page falls over: it is loaded again, but not for ever. Hides what counts as a fall, how many are too
// many, and how a person is told while there is no page to tell them.

import { app, dialog, type BrowserWindow, type MessageBoxOptions } from 'electron'
import type { SystemWords } from '../../shared/words/system.ts'

export type Warn = (text: string, context: Readonly<Record<string, string>>) => void

/** So many falls within `crashWindowMs` are too many: a page that goes on falling would do so for ever. */
const maxCrashes = 3
const crashWindowMs = 60_000

/** Loads the chat window's page again when it falls over: main has kept what was sent, said and typed. At the third fall it asks first. */
export function reloadAfterCrash(window: BrowserWindow, address: string, words: () => SystemWords['fallen'], warn: Warn): void {
  let crashTimes: readonly number[] = []

  onCrash(window, (reason) => {
    warn('The window fell over', { reason })
    const now = performance.now()
    crashTimes = [...crashTimes.filter((crashedAt) => now - crashedAt < crashWindowMs), now]
    if (crashTimes.length < maxCrashes) loadPage()
    else void askToReload()
  })

  function loadPage(): void {
    // A page that falls over again while it loads is told of by its own event.
    window.loadURL(address).catch(() => {})
  }

  /** By the system's own box: the page is not there. */
  async function askToReload(): Promise<void> {
    const { message, detail, again, quit } = words()
    const buttons = [again, quit]
    const options: MessageBoxOptions = { type: 'error', message, detail, buttons, defaultId: 0, cancelId: 0, noLink: true }
    // On macOS a box hangs on its window, and would be as hidden as one that was never shown.
    const { response } = await (window.isVisible() ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
    if (window.isDestroyed()) return
    // There is nothing to ask of a page that is gone, and the app quits with its last window.
    if (buttons[response] === quit) return window.destroy()
    crashTimes = []
    loadPage()
  }
}

/** SECURITY: a key that was half typed is not waited for; its window goes with its page. */
export function closeOnCrash(window: BrowserWindow, warn: Warn): void {
  onCrash(window, (reason) => {
    warn('The key window fell over', { reason })
    window.destroy()
  })
}

/** Notes it when another process of the app falls over: the one that draws, or a service of the browser. Chromium starts it again itself. */
export function logChildCrashes(warn: Warn): void {
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') warn('A process fell over', { type, reason })
  })
}

function onCrash(window: BrowserWindow, handleCrash: (reason: string) => void): void {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    // Loading while the old process is still being taken down has ended Electron itself (electron/electron#51900).
    setImmediate(() => {
      if (!window.isDestroyed()) handleCrash(reason)
    })
  })
}
