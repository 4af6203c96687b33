// The two windows and every hardening decision about them. Hides how a window is made, kept to its page and cut off from the rest.

import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen, session, type Session, type WebContents, type WebPreferences } from 'electron'
import { servePage } from './protocol.ts'
import { chatPage, keyPage, type Page } from './pages.ts'
import type { Language } from '../../shared/language.ts'
import type { WindowBounds } from '../../shared/types/window-bounds.ts'

/** The folder `dist`, which holds the built pages and preloads. */
const distFolder = join(import.meta.dirname, '..')

/** In memory only, and of its own process: no `persist:` before the name. */
const keyPartition = 'key'

/** Call once Electron is ready and before the first window: closes both sessions and every web contents that may come. */
export function prepareSessions(language: () => Language): void {
  hardenSession(session.defaultSession, chatPage, language)
  hardenSession(session.fromPartition(keyPartition), keyPage, language)
  app.on('web-contents-created', (_event, contents) => blockNavigation(contents))
}

/** @param bounds where it stood last; null: in the middle of the screen. */
export function openChatWindow(bounds: WindowBounds | null): BrowserWindow {
  const window = new BrowserWindow({
    ...getInitialBounds(bounds),
    minWidth: 640,
    minHeight: 480,
    title: 'Parley',
    show: false,
    backgroundColor: getBackgroundColor(),
    webPreferences: createWebPreferences('chat'),
  })
  // Maximizing shows a window, so it waits for the first paint as well.
  window.once('ready-to-show', () => (bounds?.isMaximized === true ? window.maximize() : window.show()))
  void window.loadURL(chatPage.address)
  return window
}

export function getBounds(window: BrowserWindow): WindowBounds {
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
    backgroundColor: getBackgroundColor(),
    webPreferences: { ...createWebPreferences('key'), partition: keyPartition },
  })
  // A screenshot or a shared screen shows nothing of it, where the system can do that.
  window.setContentProtection(true)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(keyPage.address)
  return window
}

/** The size alone when the screen it stood on is gone. */
function getInitialBounds(bounds: WindowBounds | null): {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
} {
  if (bounds === null) return { width: 1180, height: 780 }
  const { x, y, width, height } = bounds
  const isOnScreen = screen.getAllDisplays().some(({ workArea: area }) => {
    return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height
  })
  return isOnScreen ? { x, y, width, height } : { width, height }
}

function createWebPreferences(preload: 'chat' | 'key'): WebPreferences {
  return {
    preload: join(distFolder, 'preload', `${preload}.cjs`),
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
function getBackgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1b1e' : '#ffffff'
}

function hardenSession(target: Session, page: Page, language: () => Language): void {
  servePage(target, join(distFolder, 'pages'), page, language)
  // SECURITY: writing to the clipboard is what the Copy buttons need; everything else is refused unasked.
  target.setPermissionRequestHandler((contents, permission, callback) => callback(isPermissionGranted(contents, permission)))
  target.setPermissionCheckHandler((contents, permission) => isPermissionGranted(contents, permission))
  target.setDevicePermissionHandler(() => false)
  target.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  target.setSpellCheckerEnabled(false)
  // SECURITY: the second lock behind the CSP. A page may load its own files and talk to nobody.
  target.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isAppUrl(details.url) }))
  target.on('will-download', (event) => event.preventDefault())
}

function isPermissionGranted(contents: WebContents | null, permission: string): boolean {
  return permission === 'clipboard-sanitized-write' && contents !== null && contents.getURL() === chatPage.address
}

function isAppUrl(url: string): boolean {
  return url.startsWith('app://parley/') || (!app.isPackaged && url.startsWith('devtools://'))
}

function blockNavigation(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
}
