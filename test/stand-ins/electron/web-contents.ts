// Electron's WebContents: one page of the browser with its preload, its navigations and its end. Hides the order in which a
// page is made ready, so that a preload is there before the page's first script.

import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { fromBrowser, toBrowser } from './addresses.ts'
import { openBrowser, quietly, type Target } from './browser.ts'
import { handleEvent, type CdpEvent, type EventHandlers, type Protocol } from './cdp.ts'
import { answer } from './control.ts'
import { refusable } from './events.ts'
import { watchFrames, type Frame, type Frames } from './frames.ts'
import { outgoing, receive, type IpcEvent } from './ipc-main.ts'
import { preloadScripts, type PreloadScripts } from './preload-scripts.ts'
import { registeredSchemes, type StandInSession } from './session.ts'
import { colourScheme } from './theme.ts'
import { watchWishes, withoutFragment } from './wishes.ts'

type Surface = Pick<
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

const all = new Set<StandInWebContents>()
const strangers = new Map<string, PromiseWithResolvers<null>>()
let count = 0

/**
 * The page a frame of the browser belongs to, or null when it is none of ours. A new frame may be heard of first by its request
 * and a moment later by its page, so an unknown one is waited for.
 */
export async function contentsOfFrame(frameId: string, patience = 1000): Promise<StandInWebContents | null> {
  const find = (): StandInWebContents | undefined => [...all].find((contents) => contents.frameOf(frameId) !== null)
  const known = find()
  if (known !== undefined) return known
  const stranger = strangers.get(frameId) ?? Promise.withResolvers<null>()
  strangers.set(frameId, stranger)
  const timer = setTimeout(() => stranger.resolve(null), patience)
  await stranger.promise
  clearTimeout(timer)
  strangers.delete(frameId)
  return find() ?? null
}

export function allContents(): readonly StandInWebContents[] {
  return [...all]
}

export class StandInWebContents extends EventEmitter implements Surface {
  readonly id = ++count
  readonly session: StandInSession
  readonly wishes = watchWishes({
    emit: (name, ...args) => this.emit(name, ...args),
    mainFrame: () => this.mainFrame,
    frameOf: (frameId) => this.frameOf(frameId),
  })
  readonly #target: Promise<Target>
  readonly #preload: PreloadScripts | null
  #frames: Frames | null = null
  /** Where the app sends the page, until the page is there. */
  #pending: string | null = null
  #load: { readonly loaderId: string; readonly done: () => void; readonly fail: () => void } | null = null
  #isGone = false
  #isCrashed = false
  #isLoading = false
  #pid = 0

  constructor(options: PageOptions) {
    super()
    this.session = options.session
    const { preload } = options.preferences
    this.#preload = preload === undefined ? null : preloadScripts(readFileSync(preload, 'utf8'))
    all.add(this)
    this.#target = this.#make(options)
    this.#target.catch((error: unknown) => console.error('A window could not be made:', error))
  }

  async #make({ session, width, height }: PageOptions): Promise<Target> {
    session.windowOpened()
    const browser = await openBrowser()
    const browserContextId = await session.context()
    const place = browserContextId === undefined ? {} : { browserContextId }
    const target = await browser.createTarget(
      { url: 'about:blank', newWindow: true, width, height, ...place },
      {
        onEvent: (event) => this.#hear(event),
        onCrash: (crash) => this.#crashed(crash),
        onGone: () => this.#gone(),
      },
    )
    this.#frames = watchFrames(target.targetId)
    // All at once, and in this order: the page starts only with the last of them.
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

  /** The page as the browser knows it, once it is there. */
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
      this.emit('did-fail-load', refusable({}), -2, errorText, url, true)
      throw new Error(`${errorText} (-2) loading '${url}'`)
    }
    if (this.#isLoading && loaderId !== undefined) {
      await new Promise<void>((done, refuse) => {
        this.#load = { loaderId, done, fail: () => refuse(new Error(`ERR_FAILED (-2) loading '${url}'`)) }
      })
    }
    // Electron lets a page close its window; Chromium only one that nothing came before, and this one began as about:blank.
    quietly(target.send('Page.resetNavigationHistory'))
  }

  reload(): void {
    quietly(this.#target.then((target) => target.send('Page.reload')))
  }

  send(channel: string, ...args: unknown[]): void {
    const text = outgoing(channel, args, this.getURL())
    const contextId = this.#preload === null ? null : (this.#frames?.contextOfMain(this.#preload.world) ?? null)
    if (contextId !== null) this.#deliver(contextId, text)
  }

  #deliver(contextId: number, text: string): void {
    const name = JSON.stringify(this.#preload?.delivery)
    const message = {
      functionDeclaration: `function (text) { globalThis[${name}](text) }`,
      executionContextId: contextId,
      arguments: [{ value: text }],
      silent: true,
    }
    quietly(this.#target.then((target) => target.send('Runtime.callFunctionOn', message)))
  }

  getURL(): string {
    return this.#pending === null ? (this.#frames?.main.url ?? '') : fromBrowser(this.#pending)
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.wishes.setOpenHandler(handler)
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

  /** Known once the page has asked for a file; 0 before, and while its process is gone. */
  getOSProcessId(): number {
    return this.#pid
  }

  forcefullyCrashRenderer(): void {
    quietly(this.#target.then((target) => target.send('Page.crash')))
  }

  /** Whether the page itself wants to go there; not so the app, a reload by the browser, or a test. */
  async isByPage(url: string): Promise<boolean> {
    const isByApp = this.#pending !== null && withoutFragment(this.#pending) === url
    return !isByApp && this.wishes.isByPage(url)
  }

  applyColourScheme(): void {
    quietly(this.#target.then(setColourScheme))
  }

  async close(): Promise<void> {
    const { targetId } = await this.#target
    const { send } = await openBrowser()
    await send('Target.closeTarget', { targetId })
  }

  readonly #handlers: EventHandlers = {
    'Page.frameAttached': ({ frameId }) => strangers.get(frameId)?.resolve(null),
    'Page.frameNavigated': ({ frame }) => {
      if (frame.parentId === undefined) this.#navigated()
    },
    'Page.lifecycleEvent': (event) => this.#lived(event),
    'Page.javascriptDialogOpening': ({ type }) => {
      // Nobody is there to answer; a page that is left may be left.
      const accept = type === 'beforeunload'
      quietly(this.#target.then((target) => target.send('Page.handleJavaScriptDialog', { accept })))
    },
    'Runtime.bindingCalled': (call) => this.#received(call),
    'Network.requestWillBeSent': ({ requestId }) => {
      // The browser numbers a page's requests "process.count"; it says nowhere else which process draws a page.
      this.#pid = Number(/^(\d+)\.\d+$/.exec(requestId)?.[1] ?? this.#pid)
    },
  }

  #hear(event: CdpEvent): void {
    this.#frames?.handle(event)
    handleEvent(this.wishes.handlers, event)
    handleEvent(this.#handlers, event)
  }

  #received({ name, payload, executionContextId }: Protocol.Runtime.bindingCalledPayload): void {
    const frames = this.#frames
    const preload = this.#preload
    if (frames === null || preload?.binding !== name) return
    const frame = frames.ofContext(executionContextId, preload.world)
    if (frame === null || frame !== frames.main) return
    const { routingId, processId, url } = frame
    const event: IpcEvent = {
      sender: this,
      frameId: routingId,
      processId,
      type: 'frame',
      get senderFrame() {
        return frames.ofContext(executionContextId, preload.world)
      },
    }
    void receive({ event, url: () => url, deliver: (text) => this.#deliver(executionContextId, text) }, payload)
  }

  #navigated(): void {
    this.#isCrashed = false
    this.#pending = null
    this.emit('did-navigate', refusable({}), this.getURL(), 200, 'OK')
  }

  #lived({ frameId, name, loaderId }: Protocol.Page.lifecycleEventPayload): void {
    if (this.frameOf(frameId) !== this.mainFrame || this.mainFrame?.url === 'about:blank') return
    if (name === 'DOMContentLoaded') this.emit('dom-ready', refusable({}))
    if (name !== 'load') return
    this.#isLoading = false
    if (this.#load?.loaderId === loaderId) this.#load.done()
    this.emit('did-finish-load', refusable({}))
  }

  #crashed({ status, errorCode }: Protocol.Target.targetCrashedPayload): void {
    this.#isCrashed = true
    this.#isLoading = false
    this.#pending = null
    this.#pid = 0
    this.#load?.fail()
    this.emit('render-process-gone', refusable({}), { reason: status === 'killed' ? 'killed' : 'crashed', exitCode: errorCode })
  }

  #gone(): void {
    if (this.#isGone) return
    this.#isGone = true
    all.delete(this)
    this.#load?.done()
    this.session.windowClosed()
    this.emit('destroyed')
  }
}

answer<string>('renderer-pid', async (targetId) => {
  for (const contents of all) if ((await contents.target()).targetId === targetId) return contents.getOSProcessId()
  return 0
})

function setColourScheme(target: Target): Promise<unknown> {
  return target.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: colourScheme() }] })
}
