// The two windows and every hardening decision about them. Hides how a window is made, kept to its page and cut off from the rest.

import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen, session, type Session, type WebContents, type WebPreferences } from 'electron'
import { servePage } from './protocol.ts'
import { chatPage, keyPage, type Page } from './pages.ts'
import type { Language } from '../../shared/language.ts'
import type { WindowBounds } from '../../shared/types/start.ts'

/** The folder `dist`, which holds the built pages and preloads. */
const built = join(import.meta.dirname, '..')

/** In memory only, and of its own process: no `persist:` before the name. */
const keyPartition = 'key'

/** Call once Electron is ready and before the first window: closes both sessions and every web contents that may come. */
export function prepareSessions(language: () => Language): void {
  harden(session.defaultSession, chatPage, language)
  harden(session.fromPartition(keyPartition), keyPage, language)
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

/** @param bounds where it stood last; null: in the middle of the screen. */
export function openChatWindow(bounds: WindowBounds | null): BrowserWindow {
  const window = new BrowserWindow({
    ...placeOf(bounds),
    minWidth: 640,
    minHeight: 480,
    title: 'Parley',
    show: false,
    backgroundColor: background(),
    webPreferences: preferences('chat'),
  })
  // Maximizing shows a window, so it waits for the first paint as well.
  window.once('ready-to-show', () => (bounds?.isMaximized === true ? window.maximize() : window.show()))
  void window.loadURL(chatPage.address)
  return window
}

export function boundsOf(window: BrowserWindow): WindowBounds {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}

/** The window in which the key is typed: in front of the chat window, gone as soon as it has done its work. */
export function openKeyWindow(parent: BrowserWindow): BrowserWindow {
  const window = new BrowserWindow({
    parent,
    modal: true,
    width: 520,
    // Enough for a failure with its button, without a scroll bar.
    height: 530,
    resizable: false,
    minimizable: false,
    maximizable: false,
    title: 'Parley',
    show: false,
    backgroundColor: background(),
    webPreferences: { ...preferences('key'), partition: keyPartition },
  })
  // A screenshot or a shared screen shows nothing of it, where the system can do that.
  window.setContentProtection(true)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(keyPage.address)
  return window
}

/** The size alone when the screen it stood on is gone. */
function placeOf(bounds: WindowBounds | null): {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
} {
  if (bounds === null) return { width: 1180, height: 780 }
  const { x, y, width, height } = bounds
  const isSeen = screen.getAllDisplays().some(({ workArea: area }) => {
    return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height
  })
  return isSeen ? { x, y, width, height } : { width, height }
}

function preferences(preload: 'chat' | 'key'): WebPreferences {
  return {
    preload: join(built, 'preload', `${preload}.cjs`),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    devTools: !app.isPackaged,
    // Chromium's spell checker fetches its dictionaries from elsewhere.
    spellcheck: false,
  }
}

/** The page's own colour, so that the window does not flash before its first paint. */
function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1b1e' : '#ffffff'
}

function harden(target: Session, page: Page, language: () => Language): void {
  servePage(target, join(built, 'pages'), page, language)
  // SECURITY: writing to the clipboard is what the Copy buttons need; everything else is refused unasked.
  target.setPermissionRequestHandler((contents, permission, decide) => decide(isGranted(contents, permission)))
  target.setPermissionCheckHandler((contents, permission) => isGranted(contents, permission))
  target.setDevicePermissionHandler(() => false)
  target.setDisplayMediaRequestHandler((_request, decide) => decide({}))
  target.setSpellCheckerEnabled(false)
  // SECURITY: the second lock behind the CSP. A page may load its own files and talk to nobody.
  target.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isOwn(details.url) }))
  target.on('will-download', (event) => event.preventDefault())
}

function isGranted(contents: WebContents | null, permission: string): boolean {
  return permission === 'clipboard-sanitized-write' && contents !== null && contents.getURL() === chatPage.address
}

function isOwn(url: string): boolean {
  return url.startsWith('app://parley/') || (!app.isPackaged && url.startsWith('devtools://'))
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
}
