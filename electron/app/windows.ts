// The life of the two windows: opened, brought to the front, closed without losing what was typed. What becomes of one
// that falls over is in crashes.ts.

import { app, type BrowserWindow } from 'electron'
import { comeBack, goAlong, noteOtherFalls, type Warn } from './crashes.ts'
import { chatPage } from './pages.ts'
import type { KeyPurpose } from '../../shared/types/keys.ts'
import type { SystemWords } from '../../shared/words/system.ts'
import type { WindowBounds } from '../../shared/types/start.ts'
import { boundsOf, openChatWindow, openKeyWindow } from './window.ts'

export interface Windows {
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
  readonly leave: () => void
  /** No window opens any more. */
  readonly close: () => void
}

interface WindowsParts {
  readonly bounds: () => WindowBounds | null
  readonly keepBounds: (bounds: WindowBounds) => void
  /** Tells the page that its window is about to be closed; it answers by `leave`. */
  readonly askToLeave: () => void
  readonly words: () => SystemWords
  readonly warn: Warn
}

/** How long the page may take to save what was typed when its window is closed. */
const leaveMs = 1_000
/** A key that was typed and not saved does not wait in an unwatched window for longer. */
const awayMs = 5 * 60 * 1000

export function createWindows({ bounds, keepBounds, askToLeave, words, warn }: WindowsParts): Windows {
  let chat: BrowserWindow | null = null
  let key: BrowserWindow | null = null
  let purpose: KeyPurpose = { kind: 'new' }
  let away: NodeJS.Timeout | undefined
  let isClosed = false

  function openChat(): BrowserWindow {
    const window = openChatWindow(bounds())
    window.on('close', (event) => {
      keepBounds(boundsOf(window))
      // Nobody is there to be asked, and nothing to be saved.
      if (window.webContents.isCrashed()) return
      // A page is not waited for when its window closes, so it is asked first. One that hangs is given up.
      event.preventDefault()
      askToLeave()
      const giveUp = setTimeout(() => window.destroy(), leaveMs)
      window.once('closed', () => clearTimeout(giveUp))
    })
    window.on('closed', () => {
      chat = null
      key?.destroy()
    })
    comeBack(window, chatPage.address, () => words().fallen, warn)
    return window
  }

  function isBack(): void {
    clearTimeout(away)
    away = undefined
  }

  noteOtherFalls(warn)
  app.on('browser-window-focus', isBack)
  // Going from one window of ours to the other is a blur as well, and a focus right after it.
  app.on('browser-window-blur', () => {
    if (key !== null) away ??= setTimeout(() => key?.destroy(), awayMs)
  })

  return {
    chat: () => chat,
    key: () => key,
    showChat() {
      if (isClosed) return
      if (chat === null) chat = openChat()
      else if (chat.isMinimized()) chat.restore()
      else chat.focus()
    },
    keyPurpose: () => purpose,
    showKey(wanted) {
      if (key !== null) return key.focus()
      if (chat === null) return
      purpose = wanted
      isBack()
      const window = openKeyWindow(chat)
      window.on('closed', () => {
        key = null
        isBack()
      })
      goAlong(window, warn)
      key = window
    },
    leave: () => chat?.destroy(),
    close() {
      isClosed = true
    },
  }
}
