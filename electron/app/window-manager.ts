// The life of the two windows: opened, brought to the front, closed without losing what was typed. What becomes of one
// that falls over is in crashes.ts.

import { app, type BrowserWindow } from 'electron'
import { reloadAfterCrash, closeOnCrash, logChildCrashes, type Warn } from './crashes.ts'
import { chatPage } from './pages.ts'
import type { KeyPurpose } from '../../shared/types/keys.ts'
import type { SystemWords } from '../../shared/words/system.ts'
import type { WindowBounds } from '../../shared/types/window-bounds.ts'
import { getBounds, openChatWindow, openKeyWindow } from './create-window.ts'

export interface WindowManager {
  /** Null while there is none. */
  readonly chat: () => BrowserWindow | null
  readonly key: () => BrowserWindow | null
  /** Opens the chat window or brings it to the front; nothing once `close` was called. */
  readonly showChat: () => void
  /** Opens the key window for this purpose. One that is open already is brought to the front and keeps its own. */
  readonly showKey: (purpose: KeyPurpose) => void
  /** What the key window is open for. */
  readonly keyPurpose: () => KeyPurpose
  /** The chat window's page has saved what it held. */
  readonly closeChat: () => void
  /** No window opens any more. */
  readonly beginShutdown: () => void
}

interface WindowManagerOptions {
  readonly bounds: () => WindowBounds | null
  readonly saveBounds: (bounds: WindowBounds) => void
  /** Tells the page that its window is about to be closed; it answers by `leave`. */
  readonly requestClose: () => void
  readonly words: () => SystemWords
  readonly warn: Warn
}

/** How long the page may take to save what was typed when its window is closed. */
const closeTimeoutMs = 1_000
/** A key that was typed and not saved does not wait in an unwatched window for longer. */
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
      // Nobody is there to be asked, and nothing to be saved.
      if (window.webContents.isCrashed()) return
      // A page is not waited for when its window closes, so it is asked first. One that hangs is given up.
      event.preventDefault()
      requestClose()
      const destroyTimer = setTimeout(() => window.destroy(), closeTimeoutMs)
      window.once('closed', () => clearTimeout(destroyTimer))
    })
    window.on('closed', () => {
      chat = null
      key?.destroy()
    })
    reloadAfterCrash(window, chatPage.address, () => words().fallen, warn)
    return window
  }

  function clearBlurTimer(): void {
    clearTimeout(blurTimer)
    blurTimer = undefined
  }

  logChildCrashes(warn)
  app.on('browser-window-focus', clearBlurTimer)
  // Going from one window of ours to the other is a blur as well, and a focus right after it.
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
