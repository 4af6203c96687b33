// Handles crashed pages: reloads the chat window, but not endlessly, and closes the key window. Hides what counts as a crash, how many are
// too many, and how the person is asked while there is no page.

import { app, dialog, type BrowserWindow, type MessageBoxOptions } from 'electron'
import type { SystemWords } from '../../shared/words/words.ts'

export type Warn = (text: string, context: Readonly<Record<string, string>>) => void

/** From this many crashes within `crashWindowMs` on, the person decides: a page that always crashes would otherwise reload endlessly. */
const maxCrashes = 3
const crashWindowMs = 60_000

/** Reloads the chat window's crashed page: main has its prompts, answers and drafts. Asks first from the third crash on. */
export function reloadAfterCrash(window: BrowserWindow, address: string, words: () => SystemWords['crashed'], warn: Warn): void {
  let crashTimes: readonly number[] = []

  onCrash(window, (reason) => {
    warn('The chat window crashed', { reason })
    const now = performance.now()
    crashTimes = [...crashTimes.filter((crashedAt) => now - crashedAt < crashWindowMs), now]
    if (crashTimes.length < maxCrashes) loadPage()
    else void askToReload()
  })

  function loadPage(): void {
    // A crash during loading has its own event.
    window.loadURL(address).catch(() => {})
  }

  /** In a dialog of the system, because there is no page. */
  async function askToReload(): Promise<void> {
    const { message, detail, reload, quit } = words()
    const buttons = [reload, quit]
    const options: MessageBoxOptions = { type: 'error', message, detail, buttons, defaultId: 0, cancelId: 0, noLink: true }
    // On macOS the dialog is attached to its window, and would be invisible with a window that was never shown.
    const { response } = await (window.isVisible() ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
    if (window.isDestroyed()) return
    // destroy, because close would wait for the page. The app quits with its last window.
    if (buttons[response] === quit) return window.destroy()
    crashTimes = []
    loadPage()
  }
}

/** SECURITY: closes the key window with its page, so that a half-typed key is gone too. */
export function closeOnCrash(window: BrowserWindow, warn: Warn): void {
  onCrash(window, (reason) => {
    warn('The key window crashed', { reason })
    window.destroy()
  })
}

/** Logs crashes of the app's other processes, such as the GPU process. Chromium restarts them itself. */
export function logChildCrashes(warn: Warn): void {
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') warn('A child process crashed', { type, reason })
  })
}

function onCrash(window: BrowserWindow, handleCrash: (reason: string) => void): void {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    // Loading while the old process is still shutting down can crash Electron itself (electron/electron#51900).
    setImmediate(() => {
      if (!window.isDestroyed()) handleCrash(reason)
    })
  })
}
