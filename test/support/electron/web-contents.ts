// Electron's WebContents: one page of the browser with its preload, its navigations and its end. Hides the order in which a
// page is made ready, so that a preload is there before the page's first script.

import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { fromBrowser, toBrowser } from './addresses.ts'
import { openBrowser, quietly, type Target } from './browser.ts'
import type { CdpEvent, Protocol } from './cdp.ts'
import { answer } from './control.ts'
import { refusable } from './events.ts'
import { watchFrames, type Frame, type Frames } from './frames.ts'
import { outgoing, receive } from './ipc-main.ts'
import { applyPermissions } from './permissions.ts'
import { preloadScripts, type PreloadScripts } from './preload-scripts.ts'
import { registeredSchemes, type StandInSession } from './session.ts'
import { colourScheme } from './theme.ts'

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

const all = new Map<number, StandInWebContents>()
let count = 0

/** The page a frame of the browser belongs to, or undefined when it is none of ours. */
export function contentsOfFrame(frameId: string): StandInWebContents | undefined {
  for (const contents of all.values()) if (contents.frames?.has(frameId) === true) return contents
  return undefined
}

export function allContents(): readonly StandInWebContents[] {
  return [...all.values()]
}

answer('renderer-pid', async (targetId) => {
  for (const contents of all.values()) if ((await contents.target()).targetId === targetId) return contents.getOSProcessId()
  return 0
})

export class StandInWebContents extends EventEmitter implements Surface {
  readonly id = ++count
  readonly session: StandInSession
  frames: Frames | null = null
  readonly #target: Promise<Target>
  readonly #preload: PreloadScripts | null
  #opens: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null
  #expected: string | null = null
  #requested: string | null = null
  #loads: { readonly loaderId: string; readonly done: () => void } | null = null
  #isGone = false
  #isCrashed = false
  #isLoading = false
  #pid = 0

  constructor(options: PageOptions) {
    super()
    this.session = options.session
    const { preload } = options.preferences
    this.#preload = preload === undefined ? null : preloadScripts(readFileSync(preload, 'utf8'))
    all.set(this.id, this)
    this.#target = this.#make(options)
    this.#target.catch((error: unknown) => console.error('A window could not be made:', error))
  }

  async #make({ session, width, height }: PageOptions): Promise<Target> {
    session.windowOpened()
    const browser = await openBrowser()
    const browserContextId = await session.context()
    const target = await browser.createTarget(
      { url: 'about:blank', newWindow: true, width, height, ...(browserContextId === undefined ? {} : { browserContextId }) },
      (event) => this.#handle(event),
      () => this.#gone(),
    )
    this.frames = watchFrames(target.targetId)
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
    return this.frames?.main ?? null
  }

  async loadURL(url: string): Promise<void> {
    const target = await this.#target
    this.#expected = toBrowser(url, registeredSchemes)
    this.#isLoading = true
    const { errorText, loaderId } = await target.send('Page.navigate', { url: this.#expected })
    if (errorText !== undefined || loaderId === undefined) {
      this.#isLoading = false
      this.emit('did-fail-load', refusable({}), -2, errorText, url, true)
      throw new Error(`${errorText ?? 'ERR_FAILED'} (-2) loading '${url}'`)
    }
    if (this.#isLoading) await new Promise<void>((done) => (this.#loads = { loaderId, done }))
  }

  reload(): void {
    this.#isCrashed = false
    quietly(this.#target.then((target) => target.send('Page.reload')))
  }

  send(channel: string, ...args: unknown[]): void {
    const text = outgoing(channel, args, this.getURL())
    const contextId = this.#preload === null ? null : (this.frames?.contextOfMain(this.#preload.world) ?? null)
    if (contextId !== null) this.#deliver(contextId, text)
  }

  #deliver(contextId: number, text: string): void {
    const { delivery } = this.#preload ?? {}
    if (delivery === undefined) return
    quietly(
      this.#target.then((target) =>
        target.send('Runtime.callFunctionOn', {
          functionDeclaration: `function (text) { globalThis[${JSON.stringify(delivery)}](text) }`,
          executionContextId: contextId,
          arguments: [{ value: text }],
          silent: true,
        }),
      ),
    )
  }

  getURL(): string {
    const url = this.frames?.main.url ?? ''
    return url === 'about:blank' && this.#expected !== null ? fromBrowser(this.#expected) : url
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.#opens = handler
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

  /** Known once the page has asked for a file; 0 before. */
  getOSProcessId(): number {
    return this.#pid
  }

  forcefullyCrashRenderer(): void {
    quietly(this.#target.then((target) => target.send('Page.crash')))
  }

  /** True once for the load that `loadURL` has asked for. */
  takeExpected(url: string): boolean {
    const isExpected = this.#expected !== null && withoutFragment(this.#expected) === url
    if (isExpected) this.#expected = null
    return isExpected
  }

  /** Whether the page itself wants to go there, not the app, a reload by the browser or a test. */
  async isByPage(url: string): Promise<boolean> {
    const target = await this.#target
    // What the page's process told before this reply has arrived with it.
    await target.send('Runtime.evaluate', { expression: '0', silent: true })
    const isByPage = this.#requested === url
    this.#requested = null
    return isByPage
  }

  applyColourScheme(): void {
    quietly(this.#target.then(setColourScheme))
  }

  async close(): Promise<void> {
    const target = await this.#target
    const { send } = await openBrowser()
    await send('Target.closeTarget', { targetId: target.targetId })
  }

  #handle(event: CdpEvent): void {
    this.frames?.handle(event)
    switch (event.method) {
      case 'Runtime.bindingCalled':
        this.#received(event.params)
        break
      case 'Page.windowOpen':
        this.#askToOpen(event.params.url, event.params.windowName, event.params.windowFeatures.join(','), 'foreground-tab')
        break
      case 'Page.frameRequestedNavigation':
        this.#wantsToGo(event.params)
        break
      case 'Page.frameNavigated':
        if (event.params.frame.parentId === undefined) this.#navigated()
        break
      case 'Page.lifecycleEvent':
        this.#lived(event.params)
        break
      case 'Page.javascriptDialogOpening':
        quietly(this.#target.then((target) => target.send('Page.handleJavaScriptDialog', { accept: event.params.type === 'beforeunload' })))
        break
      case 'Network.requestWillBeSent':
        // The browser numbers a page's requests "process.count"; it says nowhere else which process draws a page.
        this.#pid = Number(/^(\d+)\.\d+$/.exec(event.params.requestId)?.[1] ?? this.#pid)
        break
      case 'Inspector.targetCrashed':
        this.#crashed()
        break
      default:
    }
  }

  #received({ name, payload, executionContextId }: Protocol.Runtime.bindingCalledPayload): void {
    const preload = this.#preload
    const from = preload?.binding === name ? this.frames?.ofContext(executionContextId, preload.world) : null
    if (!from?.isMain) return
    const { frame } = from
    const event = {
      sender: this,
      frameId: frame.routingId,
      processId: frame.processId,
      type: 'frame',
      ports: [],
      // The page may have gone on since: then there is no frame to speak of.
      get senderFrame() {
        return frame.detached ? null : frame
      },
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    }
    void receive({ event, url: () => frame.url, deliver: (text) => this.#deliver(executionContextId, text) }, payload)
  }

  #askToOpen(url: string, frameName: string, features: string, disposition: Electron.HandlerDetails['disposition']): void {
    const referrer = { url: '', policy: 'strict-origin-when-cross-origin' } as const
    const decided = this.#opens?.({ url: fromBrowser(url), frameName, features, disposition, referrer })
    if (decided?.action === 'allow') console.error(`The stand-in opens no windows for pages, so not ${url} either.`)
  }

  #wantsToGo({ frameId, url, disposition }: Protocol.Page.frameRequestedNavigationPayload): void {
    if (disposition === 'newTab') return this.#askToOpen(url, '', '', 'background-tab')
    if (disposition === 'newWindow') return this.#askToOpen(url, '', '', 'new-window')
    if (this.frames?.get(frameId) !== this.frames?.main) return
    this.#requested = withoutFragment(url)
    // Another program's scheme never becomes a request: the browser gives it up by itself, here nothing can be opened.
    if (!/^(?:https?|blob|data|about|javascript):/.test(url)) this.askToNavigate(url, this.frames?.main ?? null, 'will-navigate')
  }

  /** Emits Electron's events for a navigation by the page; false when the app refuses it. */
  askToNavigate(url: string, frame: Frame | null, name: 'will-navigate' | 'will-redirect'): boolean {
    const isMainFrame = frame === this.mainFrame
    const details = { url: fromBrowser(url), frame, isMainFrame, isSameDocument: false, initiator: frame }
    const names = name === 'will-redirect' ? [name] : ['will-frame-navigate', ...(isMainFrame ? [name] : [])]
    return names.every((one) => {
      const event = refusable(details)
      this.emit(one, event, details.url, false, isMainFrame)
      return !event.defaultPrevented
    })
  }

  #navigated(): void {
    this.#isCrashed = false
    quietly(applyPermissions(this))
    this.emit('did-navigate', refusable({}), this.getURL(), 200, 'OK')
  }

  #lived({ frameId, name, loaderId }: Protocol.Page.lifecycleEventPayload): void {
    if (this.frames?.get(frameId) !== this.frames?.main || this.frames?.main.url === 'about:blank') return
    if (name === 'DOMContentLoaded') this.emit('dom-ready', refusable({}))
    if (name !== 'load') return
    this.#isLoading = false
    if (this.#loads?.loaderId === loaderId) this.#loads.done()
    this.emit('did-finish-load', refusable({}))
  }

  #crashed(): void {
    this.#isCrashed = true
    this.emit('render-process-gone', refusable({}), { reason: 'crashed', exitCode: 9 })
  }

  #gone(): void {
    if (this.#isGone) return
    this.#isGone = true
    all.delete(this.id)
    this.#loads?.done()
    this.session.windowClosed()
    this.emit('destroyed')
  }
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '')
}

function setColourScheme(target: Target): Promise<unknown> {
  return target.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: colourScheme() }] })
}
