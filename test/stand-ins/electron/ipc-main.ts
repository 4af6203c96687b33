// Electron's ipcMain. Hides the text encoding of messages; uses Electron's wording for errors.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { asElectron } from './as-electron.ts'
import { createCodec } from './clone.ts'
import { onAsk, options } from './control.ts'
import type { Frame } from './frames.ts'

/** One message between main and a window, recorded for a test. */
export interface RecordedIpcMessage {
  readonly direction: 'to-main' | 'to-window'
  readonly kind: 'invoke' | 'send' | 'reply'
  readonly channel: string
  /** The payload as encoded text. */
  readonly text: string
  readonly windowUrl: string
}

/** The part of Electron's IPC event that the app uses. */
export interface IpcEvent extends Pick<Electron.IpcMainInvokeEvent, 'frameId' | 'processId' | 'type'> {
  readonly sender: object
  /** Null once the page of the sender is gone. */
  readonly senderFrame: Frame | null
}

/** The frame that sent a message, and how to reply to it. */
export interface IpcSender {
  readonly event: IpcEvent
  readonly url: () => string
  readonly deliver: (text: string) => void
}

interface PreloadMessage {
  readonly kind: 'invoke' | 'send'
  readonly id: number
  readonly channel: string
  readonly args: string
}

type Handler = Parameters<Electron.IpcMain['handle']>[1]

const codec = createCodec()
const handlers = new Map<string, Handler>()
const recordedMessages: RecordedIpcMessage[] = []
onAsk('recorded-ipc', () => recordedMessages)

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

function recordMessage(
  direction: RecordedIpcMessage['direction'],
  kind: RecordedIpcMessage['kind'],
  channel: string,
  text: string,
  windowUrl: string,
): void {
  if (options.recordIpc) recordedMessages.push({ direction, kind, channel, text, windowUrl })
}

/** Handles one message from a preload's binding. The page cannot reach the binding, so `text` is well-formed. */
export async function receive({ event, url, deliver }: IpcSender, text: string): Promise<void> {
  const { kind, id, channel, args }: PreloadMessage = JSON.parse(text)
  recordMessage('to-main', kind, channel, args, url())
  const values = codec.decode<unknown[]>(args)
  if (kind === 'send') {
    ipcMain.emit(channel, event, ...values)
    return
  }
  const reply = await invoke(event, channel, values)
  recordMessage('to-window', 'reply', channel, reply.result ?? reply.error ?? '', url())
  deliver(JSON.stringify({ id, channel, ...reply }))
}

async function invoke(event: IpcEvent, channel: string, args: readonly unknown[]): Promise<{ result?: string; error?: string }> {
  try {
    const handler = handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return { result: codec.encode(await handler(asElectron(event), ...args)) }
  } catch (error) {
    // Electron's wording.
    console.error(`Error occurred in handler for '${channel}':`, error)
    return { error: String(error) }
  }
}

/** Encodes `args` for a window. Throws when they cannot be cloned. */
export function encodeForWindow(channel: string, args: readonly unknown[], windowUrl: string): string {
  const text = codec.encode(args)
  recordMessage('to-window', 'send', channel, text, windowUrl)
  return JSON.stringify({ id: 0, channel, args: text })
}
