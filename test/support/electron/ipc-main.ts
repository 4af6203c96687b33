// Electron's ipcMain: what a preload sends arrives here. Hides the text form of messages; keeps Electron's words for errors.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { makeCodec } from './clone.ts'
import { answer, options } from './control.ts'

/** One message that crossed between main and a window, for a test to search. */
export interface TappedMessage {
  readonly direction: 'to-main' | 'to-window'
  readonly kind: 'invoke' | 'send' | 'reply'
  readonly channel: string
  /** What was sent, as the text that crossed. */
  readonly text: string
  readonly windowUrl: string
}

/** What arrives and what leaves at one frame of one window. */
export interface Sender {
  readonly event: object
  readonly url: () => string
  readonly deliver: (text: string) => void
}

interface Arriving {
  readonly kind: 'invoke' | 'send'
  readonly id: number
  readonly channel: string
  readonly args: string
}

type Handler = Parameters<Electron.IpcMain['handle']>[1]

const codec = makeCodec()
const handlers = new Map<string, Handler>()
const tapped: TappedMessage[] = []
answer('ipc-tap', () => tapped)

class StandInIpcMain extends EventEmitter implements Pick<Electron.IpcMain, 'handle' | 'handleOnce' | 'removeHandler'> {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args: unknown[]) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    handlers.delete(channel)
  }
}

export const ipcMain = new StandInIpcMain()

function tap(direction: TappedMessage['direction'], kind: TappedMessage['kind'], channel: string, text: string, windowUrl: string): void {
  if (options.tap) tapped.push({ direction, kind, channel, text, windowUrl })
}

/** Takes one message of a preload as its binding gave it. */
export async function receive(sender: Sender, text: string): Promise<void> {
  const { kind, id, channel, args } = JSON.parse(text) as Arriving // Written by the preload's world, which the page cannot reach.
  tap('to-main', kind, channel, args, sender.url())
  const values = codec.decode(args) as unknown[]
  if (kind === 'send') return void ipcMain.emit(channel, sender.event, ...values)
  const reply = await invoke(sender, channel, values)
  tap('to-window', 'reply', channel, reply.result ?? reply.error ?? '', sender.url())
  sender.deliver(JSON.stringify({ id, channel, ...reply }))
}

async function invoke(sender: Sender, channel: string, args: readonly unknown[]): Promise<{ result?: string; error?: string }> {
  try {
    const handler = handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    // The stand-in's event has just what the app uses of Electron's.
    return { result: codec.encode(await handler(sender.event as Electron.IpcMainInvokeEvent, ...args)) }
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error)
    return { error: String(error) }
  }
}

/** The text that carries `args` to a window. Throws when they cannot be cloned. */
export function outgoing(channel: string, args: readonly unknown[], windowUrl: string): string {
  const text = codec.encode(args)
  tap('to-window', 'send', channel, text, windowUrl)
  return JSON.stringify({ id: 0, channel, args: text })
}
