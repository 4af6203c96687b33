// Starts the app: creates the settings, the log and the windows, hands them to the parts and to the call handlers, and decides nothing
// itself. The window comes first; what its first paint does not need is loaded after it (parts.ts).

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, Menu, nativeTheme } from 'electron'
import { prepareSessions } from './app/create-window.ts'
import { buildMenuTemplate } from './app/menu-template.ts'
import { chatPage, keyPage } from './app/pages.ts'
import { registerScheme } from './app/protocol.ts'
import { quit } from './app/quit.ts'
import { createWindowManager } from './app/window-manager.ts'
import { removePendingFiles } from './files/durable-files.ts'
import { createChatHandlers } from './ipc/chat-handlers.ts'
import { createPublisher, serve } from './ipc/ipc.ts'
import { createKeyHandlers } from './ipc/key-handlers.ts'
import { createLog } from './logging/log.ts'
import { createParts, type Parts } from './parts.ts'
import { openSettings } from './settings.ts'
import { channels } from '../shared/contract.ts'
import { fillPlaceholders } from '../shared/fill-placeholders.ts'
import { getLanguageEntry, resolveLanguage } from '../shared/language.ts'
import type { Settings } from '../shared/settings.ts'

/** What tests and the demo may replace. SECURITY: nothing in a packaged app. */
const overrides: Readonly<Record<string, string | undefined>> = app.isPackaged ? {} : process.env
const hub = overrides['PARLEY_HUB'] ?? null
const folder = overrides['PARLEY_DATA'] ?? app.getPath('userData')
mkdirSync(folder, { recursive: true, mode: 0o700 })
// Electron throws for a folder that does not exist.
app.setPath('userData', folder)

app.enableSandbox()
registerScheme()

const log = createLog(join(folder, 'logs'))
const settings = openSettings(folder)

/** Call once Electron is ready: the system's languages are not known before. */
const getSystemLanguage = () => resolveLanguage('system', app.getPreferredSystemLanguages())
const getLanguage = () => resolveLanguage(settings.read().settings.language, app.getPreferredSystemLanguages())
const getWords = () => getLanguageEntry(getLanguage()).system

const windows = createWindowManager({
  bounds: () => settings.read().window,
  saveBounds: (window) => settings.update({ window }),
  requestClose: () => publish('app.closing', undefined),
  words: getWords,
  warn: log.warn,
})
const publish = createPublisher(channels.chatEvents, windows.chat)

if (app.requestSingleInstanceLock()) startApp()
else app.quit()

function startApp(): void {
  process.on('uncaughtException', logUnexpected)
  process.on('unhandledRejection', logUnexpected)
  applyAppearance(settings.read().settings)
  app.on('window-all-closed', () => app.quit())
  const parts = app.whenReady().then(() => {
    app.on('second-instance', windows.showChat)
    app.on('activate', windows.showChat)
    prepareSessions(getLanguage)
    updateMenu()
    serveWindows(parts)
    windows.showChat()
    return createParts({
      folder,
      hub,
      isKeychainInMemory: overrides['PARLEY_KEYCHAIN'] === 'memory',
      // Not an override: a packaged app looks there for a key set for other programs, offers it, and never uses it unasked.
      environment: process.env,
      settings,
      log,
      publish,
      getChatWindow: windows.chat,
      getWords,
      now: Date.now,
    })
  })
  parts.catch(exitAfterFailedStart)
  quitWhenAllIsSaved(parts)
}

/** Electron asks this after the windows have closed and have saved what was typed in them. */
function quitWhenAllIsSaved(parts: Promise<Parts>): void {
  let quitting: Promise<void> | null = null
  app.on('will-quit', (event) => {
    event.preventDefault()
    windows.beginShutdown()
    quitting ??= quit({
      parts,
      flushLog: log.flush,
      logUnexpected,
      removePendingFiles,
      exit: () => app.exit(0),
      kill: () => process.kill(process.pid, 'SIGKILL'),
    })
  })
}

const loadChatSchemas = async () => (await import('./ipc/input-schemas.ts')).chatInputSchemas
const loadKeySchemas = async () => (await import('./ipc/input-schemas.ts')).keyInputSchemas

function serveWindows(parts: Promise<Parts>): void {
  const chatHandlers = createChatHandlers({
    parts,
    settings,
    windows,
    getAppInfo: () => ({
      systemLanguage: getSystemLanguage(),
      connectedTo: hub === null ? null : new URL(hub).host,
      version: app.getVersion(),
    }),
    onSettingsChanged(changed) {
      applyAppearance(changed)
      updateMenu()
    },
    now: Date.now,
  })
  const keyHandlers = createKeyHandlers({ parts, windows })
  serve(channels.chatCalls, { getWindow: windows.chat, address: chatPage.address }, loadChatSchemas, chatHandlers, logUnexpected)
  serve(channels.keyCalls, { getWindow: windows.key, address: keyPage.address }, loadKeySchemas, keyHandlers, logUnexpected)
}

function applyAppearance({ appearance }: Settings): void {
  nativeTheme.themeSource = appearance
}

/** In the current language. macOS has no Copy and Paste without a menu. */
function updateMenu(): void {
  const template = buildMenuTemplate(getWords(), process.platform === 'darwin', (name) => publish('app.command', name))
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** Without its parts the app can do nothing: says so and exits. */
async function exitAfterFailedStart(error: unknown): Promise<void> {
  const id = logUnexpected(error)
  const { cannotStart } = getWords()
  dialog.showErrorBox(cannotStart.title, fillPlaceholders(cannotStart.detail, { id }))
  await log.flush()
  app.exit(1)
}

/** Logs an unexpected error and returns the short id that a person can quote. */
function logUnexpected(error: unknown): string {
  const id = crypto.randomUUID().slice(0, 8)
  log.error(`Unexpected (${id})`, error)
  return id
}
