// Electron's BrowserWindow. Hides that a headless browser has no visible windows: visibility, focus and bounds are tracked here,
// and the page's size follows them.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { openBrowser, ignoreErrors } from './browser.ts'
import { onAsk } from './control.ts'
import { createPreventableEvent } from './events.ts'
import { defaultSession, fromPartition } from './session.ts'
import { screen } from './system.ts'
import { StandInWebContents } from './web-contents.ts'

type ImplementedWindow = Pick<
  Electron.BrowserWindow,
  | 'id'
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'focus'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'isVisible'
  | 'isMinimized'
  | 'isFocused'
  | 'minimize'
  | 'restore'
  | 'isMaximized'
  | 'maximize'
  | 'unmaximize'
  | 'getNormalBounds'
  | 'getBounds'
  | 'setBounds'
  | 'getTitle'
  | 'setTitle'
  | 'setMenu'
  | 'removeMenu'
  | 'setMenuBarVisibility'
  | 'setBackgroundColor'
  | 'setContentProtection'
>

const allWindows = new Set<StandInWindow>()
let focused: StandInWindow | null = null
const setFocused = (window: StandInWindow | null): void => void (focused = window)
let notifyAllClosed = (): void => undefined

/** Sets what runs when the last window has closed. */
export function onAllWindowsClosed(handler: () => void): void {
  notifyAllClosed = handler
}

class StandInWindow extends EventEmitter implements ImplementedWindow {
  readonly id: number
  readonly webContents: StandInWebContents
  readonly #parent: StandInWindow | null
  #bounds: Electron.Rectangle
  #title: string
  #isVisible = false
  #isMinimized = false
  #beforeMaximizing: Electron.Rectangle | null = null
  #isClosing = false
  #isGone = false
  #isReady = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    const { width = 800, height = 600, x = 0, y = 0, webPreferences: preferences = {} } = options
    this.#bounds = { x, y, width, height }
    this.#title = options.title ?? ''
    this.#parent = [...allWindows].find((window) => Object.is(window, options.parent)) ?? null
    const session = preferences.partition === undefined ? defaultSession : fromPartition(preferences.partition)
    this.webContents = new StandInWebContents({ session, preferences, width, height })
    this.id = this.webContents.id
    allWindows.add(this)
    notifyCreated(this)
    this.webContents.once('did-finish-load', () => this.#onReady())
    this.webContents.once('destroyed', () => this.#onGone())
    ignoreErrors(this.#resize())
    if (options.show !== false) this.show()
  }

  static getAllWindows(): StandInWindow[] {
    return [...allWindows]
  }

  static getFocusedWindow(): StandInWindow | null {
    return focused
  }

  static fromWebContents(contents: unknown): StandInWindow | null {
    return [...allWindows].find((window) => window.webContents === contents) ?? null
  }

  static fromId(id: number): StandInWindow | null {
    return [...allWindows].find((window) => window.id === id) ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    if (this.#isGone) return
    const wasVisible = this.#isVisible
    this.#isVisible = true
    if (!wasVisible) this.emit('show')
    this.focus()
  }

  hide(): void {
    this.#isVisible = false
    this.blur()
    this.emit('hide')
  }

  focus(): void {
    if (this.#isGone || !this.#isVisible || focused === this) return
    focused?.blur()
    setFocused(this)
    ignoreErrors(this.webContents.target().then((target) => target.send('Page.bringToFront')))
    this.emit('focus')
  }

  blur(): void {
    if (focused !== this) return
    focused = null
    this.emit('blur')
  }

  /** True once nothing can keep the window open. */
  get isClosing(): boolean {
    return this.#isClosing || this.#isGone
  }

  close(): void {
    if (this.#isGone || this.#isClosing) return
    const event = createPreventableEvent({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isClosing) return
    this.#isClosing = true
    for (const window of allWindows) if (window.#parent === this) window.destroy()
    this.webContents.close().catch(() => this.#onGone())
  }

  isDestroyed(): boolean {
    return this.#isGone
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isGone
  }

  isFocused(): boolean {
    return focused === this
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  minimize(): void {
    this.#isMinimized = true
    this.blur()
    this.emit('minimize')
  }

  restore(): void {
    if (!this.#isMinimized) return
    this.#isMinimized = false
    this.emit('restore')
    this.focus()
  }

  isMaximized(): boolean {
    return this.#beforeMaximizing !== null
  }

  maximize(): void {
    if (this.#beforeMaximizing !== null) return
    this.#beforeMaximizing = this.#bounds
    this.setBounds(screen.getPrimaryDisplay().workArea)
    this.emit('maximize')
  }

  unmaximize(): void {
    if (this.#beforeMaximizing === null) return
    this.setBounds(this.#beforeMaximizing)
    this.#beforeMaximizing = null
    this.emit('unmaximize')
  }

  /** The bounds when not maximized. */
  getNormalBounds(): Electron.Rectangle {
    return { ...(this.#beforeMaximizing ?? this.#bounds) }
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    ignoreErrors(this.#resize())
    this.emit('resize')
  }

  /** Resizes, as `setBounds` does, and waits until the page has its new size. */
  async resize(width: number, height: number): Promise<void> {
    this.#bounds = { ...this.#bounds, width, height }
    await this.#resize()
    this.emit('resize')
  }

  getTitle(): string {
    return this.#title
  }

  setTitle(title: string): void {
    this.#title = title
  }

  // No-ops: the window has no menu bar, shows the page's background, and is never on a shared screen.
  setMenu(): void {}
  removeMenu(): void {}
  setMenuBarVisibility(): void {}
  setBackgroundColor(): void {}
  setContentProtection(): void {}

  async #resize(): Promise<void> {
    const { targetId } = await this.webContents.target()
    const { send } = await openBrowser()
    const { windowId } = await send('Browser.getWindowForTarget', { targetId })
    const { width, height } = this.#bounds
    await send('Browser.setContentsSize', { windowId, width, height })
  }

  #onReady(): void {
    if (this.#isReady) return
    this.#isReady = true
    this.emit('ready-to-show')
  }

  /** The page is gone: closed by the app, by the person, or with the browser. */
  #onGone(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.blur()
    allWindows.delete(this)
    for (const window of allWindows) if (window.#parent === this) window.destroy()
    if (!this.#isClosing) this.emit('close', createPreventableEvent({}))
    this.emit('closed')
    if (allWindows.size === 0) notifyAllClosed()
  }
}

/** The launcher's question 'resize'. */
interface ResizeRequest {
  readonly targetId: string
  readonly width: number
  readonly height: number
}

onAsk<ResizeRequest>('resize', async ({ targetId, width, height }) => {
  for (const window of allWindows) if ((await window.webContents.target()).targetId === targetId) await window.resize(width, height)
})

let notifyCreated: (window: StandInWindow) => void = () => undefined

/** Sets a handler called synchronously for every new window. */
export function onWindowCreated(handler: typeof notifyCreated): void {
  notifyCreated = handler
}

export type { StandInWindow }
export const BrowserWindow = StandInWindow
