// Electron's sessions. Each is one browser context with its own processes, cookies and storage. Stores what the app has set;
// requests.ts and permissions.ts apply it.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { openBrowser, ignoreErrors } from './browser.ts'
import { fetchWithFilter } from './net.ts'

type ImplementedSession = Pick<
  Electron.Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'setSpellCheckerLanguages'
  | 'clearStorageData'
  | 'closeAllConnections'
  | 'isPersistent'
  | 'getStoragePath'
  | 'fetch'
>

type ProtocolHandler = Parameters<Electron.Protocol['handle']>[1]

type PermissionRequest = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>
type PermissionCheck = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>
export type PermissionName = Parameters<PermissionRequest>[1]
// `Parameters` reads the last overload, which takes the listener alone.
type BeforeRequest = NonNullable<Parameters<Electron.WebRequest['onBeforeRequest']>[0]>
type HeadersReceived = NonNullable<Parameters<Electron.WebRequest['onHeadersReceived']>[0]>
type HookArguments<Listener> = [listener: Listener | null] | [filter: Electron.WebRequestFilter, listener: Listener | null]

/** A listener of the app and the URL patterns it is for; none means all. */
export interface RequestHook<Listener> {
  readonly urls: readonly string[]
  readonly listener: Listener
}

const privilegedSchemes = new Set<string>()

/** The custom schemes the app has registered. */
export const registeredSchemes: ReadonlySet<string> = privilegedSchemes

class StandInSession extends EventEmitter implements ImplementedSession {
  readonly handlers = new Map<string, NonNullable<ProtocolHandler>>()
  permissionRequest: PermissionRequest | null = null
  permissionCheck: PermissionCheck | null = null
  beforeRequest: RequestHook<BeforeRequest> | null = null
  headersReceived: RequestHook<HeadersReceived> | null = null
  readonly #partition: string
  #context: Promise<string | undefined> | null = null
  #windows = 0

  constructor(partition: string) {
    super()
    this.#partition = partition
  }

  readonly protocol = {
    registerSchemesAsPrivileged,
    handle: (scheme, handler) => {
      if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      privilegedSchemes.add(scheme)
      this.handlers.set(scheme, handler)
    },
    unhandle: (scheme) => void this.handlers.delete(scheme),
    isProtocolHandled: (scheme) => this.handlers.has(scheme),
  } satisfies Partial<Electron.Protocol>

  readonly webRequest = {
    onBeforeRequest: (...args: HookArguments<BeforeRequest>) => {
      this.beforeRequest = toRequestHook(args)
    },
    onHeadersReceived: (...args: HookArguments<HeadersReceived>) => {
      this.headersReceived = toRequestHook(args)
    },
  } satisfies Partial<Record<keyof Electron.WebRequest, unknown>>

  fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    return fetchWithFilter(this, input, init)
  }

  setPermissionRequestHandler(handler: typeof this.permissionRequest): void {
    this.permissionRequest = handler
  }

  setPermissionCheckHandler(handler: typeof this.permissionCheck): void {
    this.permissionCheck = handler
  }

  // No-ops: this browser has no devices and no screen to share, so both are always refused.
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  // No-ops: this browser has no spell checker.
  setSpellCheckerEnabled(): void {}
  setSpellCheckerLanguages(): void {}

  isPersistent(): boolean {
    return this.#partition === '' || this.#partition.startsWith('persist:')
  }

  getStoragePath(): string | null {
    return null
  }

  async clearStorageData(): Promise<void> {
    const { send } = await openBrowser()
    const browserContextId = await this.context()
    await send('Storage.clearCookies', browserContextId === undefined ? {} : { browserContextId })
  }

  async closeAllConnections(): Promise<void> {}

  /** The id of the browser context, undefined for the default one. Created with the first window. */
  context(): Promise<string | undefined> {
    this.#context ??= createContext(this.#partition)
    return this.#context
  }

  addWindow(): void {
    this.#windows += 1
  }

  /** With the last window of a partition its context is disposed, and everything the pages have stored. */
  removeWindow(): void {
    this.#windows -= 1
    const context = this.#context
    if (this.#windows > 0 || context === null || this.#partition === '') return
    this.#context = null
    ignoreErrors(disposeContext(context))
  }
}

export type { StandInSession }

async function createContext(partition: string): Promise<string | undefined> {
  const { send } = await openBrowser()
  const context = partition === '' ? null : await send('Target.createBrowserContext', { disposeOnDetach: true })
  // Downloads are refused, and reported to the app.
  await send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true, ...context })
  return context?.browserContextId
}

async function disposeContext(context: Promise<string | undefined>): Promise<void> {
  const browserContextId = await context
  const { send } = await openBrowser()
  if (browserContextId !== undefined) await send('Target.disposeBrowserContext', { browserContextId })
}

function toRequestHook<Listener>(args: HookArguments<Listener>): RequestHook<Listener> | null {
  const [listener, { urls = [] }] = args.length === 1 ? [args[0], {}] : [args[1], args[0]]
  return listener === null ? null : { urls, listener }
}

function registerSchemesAsPrivileged(customSchemes: readonly Electron.CustomScheme[]): void {
  for (const { scheme } of customSchemes) privilegedSchemes.add(scheme)
}

const partitions = new Map<string, StandInSession>()

/** Electron's cache option is ignored: requests here are not cached. */
export function fromPartition(partition: string): StandInSession {
  const existingSession = partitions.get(partition) ?? new StandInSession(partition)
  partitions.set(partition, existingSession)
  return existingSession
}

export const defaultSession = fromPartition('')
export const session = { fromPartition, defaultSession }
export const { protocol } = defaultSession
