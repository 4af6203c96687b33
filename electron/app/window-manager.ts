// Opens the two windows, brings them to the front, and closes them without losing what was typed. Crashes are handled in crashes.ts.

import { app, type BrowserWindow } from 'electron'
import { reloadAfterCrash, closeOnCrash, logChildCrashes, type Warn } from './crashes.ts'
import { chatPage } from './pages.ts'
import type { KeyPurpose } from '../../shared/types/keys.ts'
import type { SystemWords } from '../../shared/words/words.ts'
import type { WindowBounds } from '../../shared/types/window-bounds.ts'
import { getBounds, openChatWindow, openKeyWindow } from './create-window.ts'

export interface WindowManager {
  /** Null while it is closed. */
  readonly chat: () => BrowserWindow | null
  readonly key: () => BrowserWindow | null
  /** Opens the chat window or brings it to the front. Does nothing after `beginShutdown`. */
  readonly showChat: () => void
  /** Opens the key window for this purpose. If it is already open, brings it to the front with its own purpose. */
  readonly showKey: (purpose: KeyPurpose) => void
  /** The purpose the key window was last opened for. */
  readonly keyPurpose: () => KeyPurpose
  /** Closes the chat window at once. Call when its page has saved everything. */
  readonly closeChat: () => void
  /** From now on no window opens. */
  readonly beginShutdown: () => void
}

interface WindowManagerOptions {
  readonly bounds: () => WindowBounds | null
  readonly saveBounds: (bounds: WindowBounds) => void
  /** Asks the page to save before its window closes; it answers with `app.readyToClose`. */
  readonly requestClose: () => void
  readonly words: () => SystemWords
  readonly warn: Warn
}

/** How long the page may take to save when its window is closed. */
const closeTimeoutMs = 1_000
/** SECURITY: how long a typed key may stay in the key window while the app is not focused. */
const blurTimeoutMs = 5 * 60 * 1000

export function createWindowManager({ bounds, saveBounds, requestClose, words, warn }: WindowManagerOptions): WindowManager {
  let chat: BrowserWindow | null = null
  let key: BrowserWindow | null = null
  let purpose: KeyPurpose = { kind: 'new' }
  let blurTimer: NodeJS.Timeout | undefined
  let isShuttingDown = false

  function openChat(): BrowserWindow {
    const window = openChatWindow(bounds())
    window.on('close', (event) => {
      saveBounds(getBounds(window))
      // A crashed page cannot answer and has nothing left to save.
      if (window.webContents.isCrashed()) return
      // Electron does not wait for the page of a closing window, so the page is asked first. One that hangs gets no more than the timeout.
      event.preventDefault()
      requestClose()
      const destroyTimer = setTimeout(() => window.destroy(), closeTimeoutMs)
      window.once('closed', () => clearTimeout(destroyTimer))
    })
    window.on('closed', () => {
      chat = null
      key?.destroy()
    })
    reloadAfterCrash(window, chatPage.address, () => words().crashed, warn)
    return window
  }

  function clearBlurTimer(): void {
    clearTimeout(blurTimer)
    blurTimer = undefined
  }

  logChildCrashes(warn)
  app.on('browser-window-focus', clearBlurTimer)
  // Switching between our own windows is a blur too, with a focus right after it.
  app.on('browser-window-blur', () => {
    if (key !== null) blurTimer ??= setTimeout(() => key?.destroy(), blurTimeoutMs)
  })

  return {
    chat: () => chat,
    key: () => key,
    showChat() {
      if (isShuttingDown) return
      if (chat === null) chat = openChat()
      else if (chat.isMinimized()) chat.restore()
      else chat.focus()
    },
    keyPurpose: () => purpose,
    showKey(newPurpose) {
      if (key !== null) return key.focus()
      if (chat === null) return
      purpose = newPurpose
      clearBlurTimer()
      const window = openKeyWindow(chat)
      window.on('closed', () => {
        key = null
        clearBlurTimer()
      })
      closeOnCrash(window, warn)
      key = window
    },
    closeChat: () => chat?.destroy(),
    beginShutdown() {
      isShuttingDown = true
    },
  }
}
