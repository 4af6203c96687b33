// The life of the two windows: opened, brought to the front, closed without losing what was typed, and back after a crash.

import { app, type BrowserWindow } from 'electron'
import { chatPage } from './pages.ts'
import type { KeyPurpose, WindowBounds } from './shared/types.ts'
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
  readonly warn: (text: string, about: { readonly reason: string }) => void
}

/** How long the page may take to save what was typed when its window is closed. */
const leaveMs = 1_000
/** A key that was typed and not saved does not wait in an unwatched window for longer. */
const awayMs = 5 * 60 * 1000
/** A page that falls over again so soon would do so for ever. */
const calmMs = 20_000

export function createWindows({ bounds, keepBounds, askToLeave, warn }: WindowsParts): Windows {
  let chat: BrowserWindow | null = null
  let key: BrowserWindow | null = null
  let purpose: KeyPurpose = { kind: 'new' }
  let away: NodeJS.Timeout | undefined
  let isClosed = false

  function openChat(): BrowserWindow {
    const window = openChatWindow(bounds())
    window.on('close', (event) => {
      keepBounds(boundsOf(window))
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
    comeBack(window)
    return window
  }

  /** A page that fell over is loaded again: main has kept everything that was sent and said. */
  function comeBack(window: BrowserWindow): void {
    let fellAt = -calmMs
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      warn('The window fell over', { reason })
      if (window.isDestroyed() || performance.now() - fellAt < calmMs) return
      fellAt = performance.now()
      void window.loadURL(chatPage.address)
    })
  }

  function isBack(): void {
    clearTimeout(away)
    away = undefined
  }

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
      key = window
    },
    leave: () => chat?.destroy(),
    close() {
      isClosed = true
    },
  }
}
