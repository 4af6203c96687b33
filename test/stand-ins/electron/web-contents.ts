// Electron's WebContents: one page of the browser with its preload, navigations and end. Hides the order in which a page is set
// up, so that the preload runs before the page's first script.

import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { fromBrowser, toBrowser } from './addresses.ts'
import { openBrowser, ignoreErrors, type Target } from './browser.ts'
import { handleEvent, type CdpEvent, type EventHandlers, type Protocol } from './cdp.ts'
import { onAsk } from './control.ts'
import { createPreventableEvent } from './events.ts'
import { trackFrames, type Frame, type Frames } from './frames.ts'
import { encodeForWindow, receive, type IpcEvent } from './ipc-main.ts'
import { createPreloadScripts, type PreloadScripts } from './preload-scripts.ts'
import { registeredSchemes, type StandInSession } from './session.ts'
import { colourScheme } from './theme.ts'
import { watchNavigation, withoutFragment } from './page-navigation.ts'

type ImplementedWebContents = Pick<
  Electron.WebContents,
  | 'id'
  | 'loadURL'
  | 'send'
  | 'getURL'
  | 'reload'
  | 'isDestroyed'
  | 'isCrashed'
  | 'isLoading'
  | 'setWindowOpenHandler'
  | 'getOSProcessId'
  | 'forcefullyCrashRenderer'
>

export interface PageOptions {
  readonly session: StandInSession
  readonly preferences: Electron.WebPreferences
  readonly width: number
  readonly height: number
}

const openContents = new Set<StandInWebContents>()
const pendingFrames = new Map<string, PromiseWithResolvers<null>>()
let count = 0

/**
 * The page a frame of the browser belongs to, or null when the app did not create it. The request of a new frame may arrive before
 * the event that announces the frame, so an unknown frame is awaited for up to `timeoutMs` milliseconds.
 */
export async function contentsOfFrame(frameId: string, timeoutMs = 1000): Promise<StandInWebContents | null> {
  const find = (): StandInWebContents | undefined => [...openContents].find((contents) => contents.frameOf(frameId) !== null)
  const known = find()
  if (known !== undefined) return known
  const pendingFrame = pendingFrames.get(frameId) ?? Promise.withResolvers<null>()
  pendingFrames.set(frameId, pendingFrame)
  const timer = setTimeout(() => pendingFrame.resolve(null), timeoutMs)
  await pendingFrame.promise
  clearTimeout(timer)
  pendingFrames.delete(frameId)
  return find() ?? null
}

export function getAllContents(): readonly StandInWebContents[] {
  return [...openContents]
}

export class StandInWebContents extends EventEmitter implements ImplementedWebContents {
  readonly id = ++count
  readonly session: StandInSession
  readonly navigation = watchNavigation({
    emit: (name, ...args) => this.emit(name, ...args),
    mainFrame: () => this.mainFrame,
    frameOf: (frameId) => this.frameOf(frameId),
  })
  readonly #target: Promise<Target>
  readonly #preload: PreloadScripts | null
  #frames: Frames | null = null
  /** The address the app is loading, until the page has navigated. */
  #pending: string | null = null
  #load: { readonly loaderId: string; readonly resolve: () => void; readonly fail: () => void } | null = null
  #isGone = false
  #isCrashed = false
  #isLoading = false
  #pid = 0

  constructor(options: PageOptions) {
    super()
    this.session = options.session
    const { preload } = options.preferences
    this.#preload = preload === undefined ? null : createPreloadScripts(readFileSync(preload, 'utf8'))
    openContents.add(this)
    this.#target = this.#createTarget(options)
    this.#target.catch((error: unknown) => console.error('A window could not be created:', error))
  }

  async #createTarget({ session, width, height }: PageOptions): Promise<Target> {
    session.addWindow()
    const browser = await openBrowser()
    const browserContextId = await session.context()
    const contextOptions = browserContextId === undefined ? {} : { browserContextId }
    const target = await browser.createTarget(
      { url: 'about:blank', newWindow: true, width, height, ...contextOptions },
      {
        onEvent: (event) => this.#onEvent(event),
        onCrash: (crash) => this.#onCrashed(crash),
        onGone: () => this.#onGone(),
      },
    )
    this.#frames = trackFrames(target.targetId)
    // Sent together, in this order: the last command lets the page start.
    await Promise.all([
      target.send('Page.enable'),
      target.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      target.send('Inspector.enable'),
      target.send('Runtime.enable'),
      target.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
      ...(this.#preload?.install(target) ?? []),
      setColourScheme(target),
      target.send('Runtime.runIfWaitingForDebugger'),
    ])
    return target
  }

  /** The page's target, once it exists. */
  target(): Promise<Target> {
    return this.#target
  }

  get mainFrame(): Frame | null {
    return this.#frames?.main ?? null
  }

  frameOf(frameId: string): Frame | null {
    return this.#frames?.get(frameId) ?? null
  }

  async loadURL(url: string): Promise<void> {
    const address = toBrowser(url, registeredSchemes)
    this.#pending = address
    this.#isLoading = true
    const target = await this.#target
    const { errorText, loaderId } = await target.send('Page.navigate', { url: address })
    if (errorText !== undefined) {
      this.#isLoading = false
      this.#pending = null
      this.emit('did-fail-load', createPreventableEvent({}), -2, errorText, url, true)
      throw new Error(`${errorText} (-2) loading '${url}'`)
    }
    if (this.#isLoading && loaderId !== undefined) {
      await new Promise<void>((resolve, reject) => {
        this.#load = { loaderId, resolve, fail: () => reject(new Error(`ERR_FAILED (-2) loading '${url}'`)) }
      })
    }
    // Electron lets a page close its window. Chromium does so only without history, and this page began as about:blank.
    ignoreErrors(target.send('Page.resetNavigationHistory'))
  }

  reload(): void {
    ignoreErrors(this.#target.then((target) => target.send('Page.reload')))
  }

  send(channel: string, ...args: unknown[]): void {
    const text = encodeForWindow(channel, args, this.getURL())
    const contextId = this.#preload === null ? null : (this.#frames?.findMainContext(this.#preload.world) ?? null)
    if (contextId !== null) this.#deliver(contextId, text)
  }

  #deliver(contextId: number, text: string): void {
    const name = JSON.stringify(this.#preload?.deliveryName)
    const message = {
      functionDeclaration: `function (text) { globalThis[${name}](text) }`,
      executionContextId: contextId,
      arguments: [{ value: text }],
      silent: true,
    }
    ignoreErrors(this.#target.then((target) => target.send('Runtime.callFunctionOn', message)))
  }

  getURL(): string {
    return this.#pending === null ? (this.#frames?.main.url ?? '') : fromBrowser(this.#pending)
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.navigation.setOpenHandler(handler)
  }

  isDestroyed(): boolean {
    return this.#isGone
  }

  isCrashed(): boolean {
    return this.#isCrashed
  }

  isLoading(): boolean {
    return this.#isLoading
  }

  /** Known after the page's first request; 0 before, and while its process is gone. */
  getOSProcessId(): number {
    return this.#pid
  }

  forcefullyCrashRenderer(): void {
    ignoreErrors(this.#target.then((target) => target.send('Page.crash')))
  }

  /** Whether the page itself requested this navigation; false for the app, a reload by the browser, or a test. */
  async isPageInitiated(url: string): Promise<boolean> {
    const isAppInitiated = this.#pending !== null && withoutFragment(this.#pending) === url
    return !isAppInitiated && this.navigation.isPageInitiated(url)
  }

  applyColourScheme(): void {
    ignoreErrors(this.#target.then(setColourScheme))
  }

  async close(): Promise<void> {
    const { targetId } = await this.#target
    const { send } = await openBrowser()
    await send('Target.closeTarget', { targetId })
  }

  readonly #handlers: EventHandlers = {
    'Page.frameAttached': ({ frameId }) => pendingFrames.get(frameId)?.resolve(null),
    'Page.frameNavigated': ({ frame }) => {
      if (frame.parentId === undefined) this.#onNavigated()
    },
    'Page.lifecycleEvent': (event) => this.#onLifecycleEvent(event),
    'Page.javascriptDialogOpening': ({ type }) => {
      // Dismisses dialogs, and allows leaving the page.
      const accept = type === 'beforeunload'
      ignoreErrors(this.#target.then((target) => target.send('Page.handleJavaScriptDialog', { accept })))
    },
    'Runtime.bindingCalled': (call) => this.#onBindingCalled(call),
    'Network.requestWillBeSent': ({ requestId }) => {
      // The browser numbers requests "processId.count" and reports the id of a page's process nowhere else.
      this.#pid = Number(/^(\d+)\.\d+$/.exec(requestId)?.[1] ?? this.#pid)
    },
  }

  #onEvent(event: CdpEvent): void {
    this.#frames?.handle(event)
    handleEvent(this.navigation.handlers, event)
    handleEvent(this.#handlers, event)
  }

  #onBindingCalled({ name, payload, executionContextId }: Protocol.Runtime.bindingCalledPayload): void {
    const frames = this.#frames
    const preload = this.#preload
    if (frames === null || preload?.binding !== name) return
    const frame = frames.findByContext(executionContextId, preload.world)
    if (frame === null || frame !== frames.main) return
    const { routingId, processId, url } = frame
    const event: IpcEvent = {
      sender: this,
      frameId: routingId,
      processId,
      type: 'frame',
      get senderFrame() {
        return frames.findByContext(executionContextId, preload.world)
      },
    }
    void receive({ event, url: () => url, deliver: (text) => this.#deliver(executionContextId, text) }, payload)
  }

  #onNavigated(): void {
    this.#isCrashed = false
    this.#pending = null
    this.emit('did-navigate', createPreventableEvent({}), this.getURL(), 200, 'OK')
  }

  #onLifecycleEvent({ frameId, name, loaderId }: Protocol.Page.lifecycleEventPayload): void {
    if (this.frameOf(frameId) !== this.mainFrame || this.mainFrame?.url === 'about:blank') return
    if (name === 'DOMContentLoaded') this.emit('dom-ready', createPreventableEvent({}))
    if (name !== 'load') return
    this.#isLoading = false
    if (this.#load?.loaderId === loaderId) this.#load.resolve()
    this.emit('did-finish-load', createPreventableEvent({}))
  }

  #onCrashed({ status, errorCode }: Protocol.Target.targetCrashedPayload): void {
    this.#isCrashed = true
    this.#isLoading = false
    this.#pending = null
    this.#pid = 0
    this.#load?.fail()
    this.emit('render-process-gone', createPreventableEvent({}), {
      reason: status === 'killed' ? 'killed' : 'crashed',
      exitCode: errorCode,
    })
  }

  #onGone(): void {
    if (this.#isGone) return
    this.#isGone = true
    openContents.delete(this)
    this.#load?.resolve()
    this.session.removeWindow()
    this.emit('destroyed')
  }
}

onAsk<string>('renderer-pid', async (targetId) => {
  for (const contents of openContents) if ((await contents.target()).targetId === targetId) return contents.getOSProcessId()
  return 0
})

function setColourScheme(target: Target): Promise<unknown> {
  return target.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: colourScheme() }] })
}
