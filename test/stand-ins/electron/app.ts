// Electron's `app`: readiness, folders, single-instance lock and quitting.

import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type * as Electron from 'electron'
import { endBrowser, openBrowser, switches } from './browser.ts'
import { measureMainMemory } from '../../support/process/main-memory.ts'
import { BrowserWindow, onAllWindowsClosed } from './browser-window.ts'
import { onAsk, connectToTest, options } from './control.ts'
import { createPreventableEvent } from './events.ts'
import { acquireLock, type InstanceLock } from './single-instance.ts'

type ImplementedApp = Pick<
  Electron.App,
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'requestSingleInstanceLock'
  | 'setPath'
  | 'getPath'
  | 'getAppPath'
  | 'getVersion'
  | 'getName'
  | 'setName'
  | 'isPackaged'
  | 'enableSandbox'
  | 'setAppUserModelId'
  | 'setAppLogsPath'
  | 'getLocale'
  | 'getPreferredSystemLanguages'
  | 'disableHardwareAcceleration'
  | 'focus'
>

interface Manifest {
  readonly name?: string
  readonly productName?: string
  readonly version?: string
}

class StandInApp extends EventEmitter implements ImplementedApp {
  readonly isPackaged = options.isPackaged
  readonly #folder = findAppFolder(dirname(process.argv[1] ?? process.cwd()))
  readonly #manifest: Manifest = JSON.parse(readFileSync(join(this.#folder, 'package.json'), 'utf8'))
  readonly #paths = new Map<string, string>()
  #name = this.#manifest.productName ?? this.#manifest.name ?? 'Electron'
  #lock: InstanceLock | null = null
  #isQuitting = false
  #isReady = false

  readonly commandLine = {
    appendSwitch: (name: string, value?: string) => void switches.push(value === undefined ? `--${name}` : `--${name}=${value}`),
    hasSwitch: (name: string) => switches.some((one) => one === `--${name}` || one.startsWith(`--${name}=`)),
  } satisfies Partial<Electron.CommandLine>

  async whenReady(): Promise<void> {
    await openBrowser()
    if (this.#isReady) return
    this.#isReady = true
    this.emit('ready', createPreventableEvent({}), {})
  }

  isReady(): boolean {
    return this.#isReady
  }

  /** Closes every window first. The app keeps running when one of them refuses. */
  quit(): void {
    if (this.#isQuitting) return
    const event = createPreventableEvent({})
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.#isQuitting = true
    const windows = BrowserWindow.getAllWindows()
    if (windows.length === 0) return this.#willQuit()
    for (const window of windows) window.close()
    this.#isQuitting = windows.every((window) => window.isClosing)
  }

  #willQuit(): void {
    const event = createPreventableEvent({})
    this.emit('will-quit', event)
    this.#isQuitting = !event.defaultPrevented
    if (this.#isQuitting) this.exit(0)
  }

  handleAllWindowsClosed(): void {
    if (this.#isQuitting) return this.#willQuit()
    if (!this.emit('window-all-closed')) this.quit()
  }

  exit(code = 0): void {
    void (this.#lock?.notified ?? Promise.resolve()).then(() => {
      this.emit('quit', createPreventableEvent({}), code)
      endBrowser()
      process.exit(code)
    })
  }

  requestSingleInstanceLock(): boolean {
    this.#lock ??= acquireLock(this.getPath('userData'), ({ argv, folder }) => {
      this.emit('second-instance', createPreventableEvent({}), argv, folder, {})
    })
    return this.#lock.isAcquired
  }

  releaseSingleInstanceLock(): void {}

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  getPath(name: string): string {
    const known = this.#paths.get(name)
    if (known !== undefined) return known
    const path = this.#defaultPath(name)
    if (name === 'userData' || name === 'logs') mkdirSync(path, { recursive: true })
    return path
  }

  #defaultPath(name: string): string {
    const home = homedir()
    switch (name) {
      case 'home':
        return home
      case 'temp':
        return tmpdir()
      case 'appData':
        return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config')
      case 'userData':
      case 'sessionData':
        return name === 'userData' ? join(this.getPath('appData'), this.#name) : this.getPath('userData')
      case 'logs':
        return join(this.getPath('userData'), 'logs')
      case 'documents':
        return join(home, 'Documents')
      case 'downloads':
        return join(home, 'Downloads')
      case 'exe':
        return process.execPath
      default:
        throw new Error(`Failed to get '${name}' path`)
    }
  }

  setAppLogsPath(path?: string): void {
    this.setPath('logs', path ?? join(this.getPath('userData'), 'logs'))
  }

  getAppPath(): string {
    return this.#folder
  }

  getVersion(): string {
    return this.#manifest.version ?? '0.0.0'
  }

  getName(): string {
    return this.#name
  }

  setName(name: string): void {
    this.#name = name
  }

  get name(): string {
    return this.#name
  }

  getLocale(): string {
    const { LC_ALL, LC_MESSAGES, LANG } = process.env
    const [language] = (LC_ALL ?? LC_MESSAGES ?? LANG ?? '').split('.')
    return language === undefined || language === '' || language === 'C' || language === 'POSIX' ? 'en-US' : language.replace('_', '-')
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()]
  }

  // No-ops: the browser's sandbox is always on, it has no hardware acceleration, and there is no taskbar.
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAppUserModelId(): void {}
  focus(): void {}
}

function findAppFolder(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const parentFolder = dirname(from)
  if (parentFolder === from) throw new Error('The app has no package.json')
  return findAppFolder(parentFolder)
}

export const app = new StandInApp()
onAllWindowsClosed(() => app.handleAllWindowsClosed())
onAsk('quit', () => app.quit())
onAsk('main-memory', measureMainMemory)
onAsk('user-data', () => app.getPath('userData'))
// Electron quits on these signals on Linux. The app also exits when the test's process is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
connectToTest(() => app.exit(1))
