// Runs in the page, not in Node: the page's end of the bridge, and the world a preload runs in. Each function is sent as its own
// source text, so none can use anything outside itself. Only the top frame of a window has a preload.

import type { BridgeEnd, Callable, bridgeEnd } from './bridge-world.ts'
import type { Codec } from './clone.ts'

/** Before the page's first script, waits for the preload's world to send the bridge's port. Only the two know `handshakeEvent`. */
export function pageWorld(handshakeEvent: string, createEnd: typeof bridgeEnd): void {
  'use strict'
  if (window !== window.top || location.href === 'about:blank') return
  const { defineProperty, ownKeys } = Reflect
  const { create, freeze, isFrozen } = Object
  const { isView } = ArrayBuffer
  const SafeError = Error

  performance.addEventListener(handshakeEvent, (event) => connect(event as MouseEvent), { once: true }) // Only mouse events can carry an element between worlds.

  function connect({ relatedTarget }: MouseEvent): void {
    const port = relatedTarget instanceof Element ? relatedTarget.shadowRoot?.firstChild : null
    if (port) createEnd(port, 'to-page', 'to-preload', expose as Callable) // Called only by the preload's end, with these arguments.
  }

  function expose(name: string, api: unknown): void {
    if (name in window) throw new SafeError('Cannot bind an API on top of an existing property on the window object')
    deepFreeze(api)
    const descriptor = create(null) as PropertyDescriptor // No prototype: an inherited `get` or `set` would apply.
    descriptor.value = api
    descriptor.enumerable = true
    defineProperty(window, name, descriptor)
  }

  function deepFreeze(value: unknown): void {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || isView(value) || isFrozen(value)) return
    freeze(value)
    const keys = ownKeys(value)
    for (let at = 0; at < keys.length; at += 1) deepFreeze(value[keys[at] as keyof typeof value]) // The key is one of the value’s own.
  }
}

export interface PreloadSetup {
  readonly handshakeEvent: string
  /** The browser's binding to main, which exists in this world only. */
  readonly binding: string
  /** The global function that main calls with a message for this world. */
  readonly deliveryName: string
}

type Program = (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown) => void

/** A world with `require('electron')` and nothing of Node, in which the preload `program` runs. */
export function preloadWorld(setup: PreloadSetup, createEnd: typeof bridgeEnd, createCodec: () => Codec, program: Program): void {
  'use strict'
  if (window !== window.top || location.href === 'about:blank') return
  const codec = createCodec()
  const world = globalThis as unknown as Record<string, unknown> // Random names, unique to this window.
  const toMain = world[setup.binding] as (message: string) => void // Added by the browser.
  const replies = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>()
  const listeners = new Map<string, readonly { readonly listener: Callable; readonly isOnce: boolean }[]>()
  let count = 0

  const ipcRenderer = {
    invoke: async (channel: string, ...args: unknown[]) => {
      const id = ++count
      const message = JSON.stringify({ kind: 'invoke', id, channel, args: codec.encode(args) })
      return new Promise((resolve, reject) => {
        replies.set(id, { resolve, reject })
        toMain(message)
      })
    },
    send: (channel: string, ...args: unknown[]) => toMain(JSON.stringify({ kind: 'send', id: 0, channel, args: codec.encode(args) })),
    on: (channel: string, listener: Callable) => add(channel, listener, false),
    addListener: (channel: string, listener: Callable) => add(channel, listener, false),
    once: (channel: string, listener: Callable) => add(channel, listener, true),
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel: string) => (listeners.delete(channel), ipcRenderer),
  }

  function add(channel: string, listener: Callable, isOnce: boolean): unknown {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, isOnce }])
    return ipcRenderer
  }

  function remove(channel: string, listener: Callable): unknown {
    const existingListeners = listeners.get(channel) ?? []
    const at = existingListeners.findLastIndex((one) => one.listener === listener)
    if (at >= 0) listeners.set(channel, existingListeners.toSpliced(at, 1))
    return ipcRenderer
  }

  Object.defineProperty(globalThis, setup.deliveryName, { value: deliver })
  function deliver(text: string): void {
    const message = JSON.parse(text) as { id: number; channel: string; args?: string; result?: string; error?: string } // Written by main.
    if (message.args === undefined) return settle(message)
    const args = codec.decode(message.args) as unknown[]
    for (const { listener, isOnce } of listeners.get(message.channel) ?? []) {
      if (isOnce) remove(message.channel, listener)
      // A microtask each: a listener that throws does not stop the next one.
      queueMicrotask(() => listener({ sender: ipcRenderer, ports: [] }, ...args))
    }
  }

  function settle({ id, channel, result, error }: { id: number; channel: string; result?: string; error?: string }): void {
    const pendingCall = replies.get(id)
    replies.delete(id)
    if (error !== undefined) pendingCall?.reject(new Error(`Error invoking remote method '${channel}': ${error}`))
    else pendingCall?.resolve(codec.decode(result ?? ''))
  }

  function connect(): BridgeEnd {
    const host = document.createElement('div')
    const port = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('span'))
    const end = createEnd(port, 'to-preload', 'to-page', () => undefined)
    performance.dispatchEvent(new MouseEvent(setup.handshakeEvent, { relatedTarget: host }))
    // Keeps the element from being garbage-collected, which would end the bridge.
    Object.defineProperty(deliver, 'port', { value: port })
    return end
  }

  const end = connect()
  const contextBridge = { exposeInMainWorld: (name: string, api: unknown) => void end.call(0, name, api) }
  const electron = { contextBridge, ipcRenderer }
  const module = { exports: {} }
  const requireModule = (name: string): unknown => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  try {
    program(requireModule, module, module.exports)
  } catch (error) {
    console.error('Unable to load preload script:', error)
  }
}
