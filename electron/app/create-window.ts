// Creates the two windows and hardens them: what each page may load, open, download and be permitted.

import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen, session, type Session, type WebContents, type WebPreferences } from 'electron'
import { servePage } from './protocol.ts'
import { chatPage, keyPage, type Page } from './pages.ts'
import type { Language } from '../../shared/language.ts'
import type { WindowBounds } from '../../shared/types/window-bounds.ts'

/** The folder `dist`, which holds the built pages and preloads. */
const distFolder = join(import.meta.dirname, '..')

/** A session in memory, with a process of its own: without `persist:` nothing of it is written to disk. */
const keyPartition = 'key'

/** Hardens both sessions and all future web contents. Call when Electron is ready and before the first window. */
export function prepareSessions(language: () => Language): void {
  hardenSession(session.defaultSession, chatPage, language)
  hardenSession(session.fromPartition(keyPartition), keyPage, language)
  app.on('web-contents-created', (_event, contents) => blockNavigation(contents))
}

/** @param bounds its last position and size; null: the default size, centred */
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
  // Maximizing shows the window, so it must wait for the first paint too.
  window.once('ready-to-show', () => (bounds?.isMaximized === true ? window.maximize() : window.show()))
  void window.loadURL(chatPage.address)
  return window
}

export function getBounds(window: BrowserWindow): WindowBounds {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}

/** The window in which a key is typed, modal to the chat window. */
export function openKeyWindow(parent: BrowserWindow): BrowserWindow {
  const window = new BrowserWindow({
    parent,
    modal: true,
    width: 520,
    // Fits a failure message and its buttons without a scroll bar.
    height: 530,
    resizable: false,
    minimizable: false,
    maximizable: false,
    title: 'Parley',
    show: false,
    backgroundColor: getBackgroundColor(),
    webPreferences: { ...createWebPreferences('key'), partition: keyPartition },
  })
  // Hides it from screenshots and screen sharing, where the system supports that.
  window.setContentProtection(true)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(keyPage.address)
  return window
}

/** Omits the position when its screen is no longer connected. */
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
    // Chromium's spell checker downloads its dictionaries from Chromium's CDN.
    spellcheck: false,
  }
}

/** The page's background, so that the window does not flash before its first paint. */
function getBackgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1b1e' : '#ffffff'
}

function hardenSession(target: Session, page: Page, language: () => Language): void {
  servePage(target, join(distFolder, 'pages'), page, language)
  // SECURITY: grants writing to the clipboard, for the Copy buttons, and refuses everything else without asking.
  target.setPermissionRequestHandler((contents, permission, callback) => callback(isPermissionGranted(contents, permission)))
  target.setPermissionCheckHandler((contents, permission) => isPermissionGranted(contents, permission))
  target.setDevicePermissionHandler(() => false)
  target.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  target.setSpellCheckerEnabled(false)
  // SECURITY: a second barrier behind the CSP. A page may load its own files and make no other request.
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
