// Replaces `electron` in the programs beside it (create-window, window-manager, crashes, ipc): does nothing and records its arguments. Those
// files need Electron to run, and the stand-in does not report decisions, so each program is a process with this recorder instead.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'

/** The options of each window, in the order of creation. */
export const windows: Electron.BrowserWindowConstructorOptions[] = []

export class BrowserWindow extends EventEmitter {
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    windows.push(options)
  }

  readonly webContents = new EventEmitter()

  isShown = false
  show(): void {
    this.isShown = true
  }
  isVisible(): boolean {
    return this.isShown
  }
  focus(): void {}
  isWindowDestroyed = false
  isDestroyed(): boolean {
    return this.isWindowDestroyed
  }
  destroy(): void {
    this.isWindowDestroyed = true
    this.emit('closed')
  }
  setContentProtection(): void {}
  readonly loadedUrls: string[] = []
  async loadURL(address: string): Promise<void> {
    this.loadedUrls.push(address)
  }
}

/** The part of a page that permission handlers use. */
interface RequestingPage {
  readonly getURL: () => string
}

type DecisionCallback<Decision> = (decision: Decision) => void

class RecordedSession extends EventEmitter {
  permissionRequest: ((contents: RequestingPage, permission: string, decide: DecisionCallback<boolean>) => void) | null = null
  permissionCheck: ((contents: RequestingPage | null, permission: string, origin: string) => boolean) | null = null
  devicePermission: ((details: { readonly deviceType: string }) => boolean) | null = null
  displayMedia: ((request: object, decide: DecisionCallback<object>) => void) | null = null
  beforeRequest: ((details: { readonly url: string }, decide: DecisionCallback<{ readonly cancel?: boolean }>) => void) | null = null
  isSpellCheckerEnabled = true
  readonly protocol = { handle: (): void => undefined }
  readonly webRequest = { onBeforeRequest: (listener: typeof this.beforeRequest): void => void (this.beforeRequest = listener) }

  setPermissionRequestHandler(handler: typeof this.permissionRequest): void {
    this.permissionRequest = handler
  }

  setPermissionCheckHandler(handler: typeof this.permissionCheck): void {
    this.permissionCheck = handler
  }

  setDevicePermissionHandler(handler: typeof this.devicePermission): void {
    this.devicePermission = handler
  }

  setDisplayMediaRequestHandler(handler: typeof this.displayMedia): void {
    this.displayMedia = handler
  }

  setSpellCheckerEnabled(isEnabled: boolean): void {
    this.isSpellCheckerEnabled = isEnabled
  }
}

export type { RecordedSession }

export const sessions = new Map<string, RecordedSession>()

function fromPartition(partition: string): RecordedSession {
  const recordedSession = sessions.get(partition) ?? new RecordedSession()
  sessions.set(partition, recordedSession)
  return recordedSession
}

export const session = { fromPartition, defaultSession: fromPartition('') }
export const app = Object.assign(new EventEmitter(), { isPackaged: true })
/** The dialogs shown; `dialog.response` is the answer to the next one. */
export const messageBoxCalls: { readonly hasParentWindow: boolean; readonly options: unknown }[] = []
export const dialog = {
  response: 0,
  showMessageBox: async (...messageBoxArguments: readonly unknown[]) => {
    messageBoxCalls.push({ hasParentWindow: messageBoxArguments.length === 2, options: messageBoxArguments.at(-1) })
    return { response: dialog.response, checkboxChecked: false }
  },
}
export const nativeTheme = { shouldUseDarkColors: false }
export const screen = { getAllDisplays: () => [] }
export const protocol = { registerSchemesAsPrivileged: (): void => undefined }

type CallHandler = (event: object, ...args: unknown[]) => Promise<unknown>

/** The handler of each channel. */
export const registeredHandlers = new Map<string, CallHandler>()
export const ipcMain = { handle: (channel: string, handler: CallHandler): void => void registeredHandlers.set(channel, handler) }
