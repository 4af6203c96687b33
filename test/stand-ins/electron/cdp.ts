// A Chrome DevTools Protocol client over a pair of pipes. Hides message ids, replies and sessions; its types come from Playwright.

import type { Readable, Writable } from 'node:stream'
import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }
export type Method = keyof Protocol.CommandParameters

/** One event of the browser (no `sessionId`) or of one target. */
export type CdpEvent = {
  readonly [Name in keyof Protocol.Events]: {
    readonly method: Name
    readonly params: Protocol.Events[Name]
    readonly sessionId?: string
  }
}[keyof Protocol.Events]

export interface Cdp {
  /** Rejects when the browser refuses the command, or when the connection ends before the reply. */
  readonly send: <Name extends Method>(
    method: Name,
    params?: Protocol.CommandParameters[Name],
    sessionId?: string,
  ) => Promise<Protocol.CommandReturnValues[Name]>
  /** Resolves when either side has ended the connection. */
  readonly closed: Promise<void>
}

interface Pending {
  readonly method: string
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

interface Reply {
  readonly id: number
  readonly result: never
  readonly error?: { readonly message: string }
}

/** One handler per kind of event; kinds without a handler are ignored. */
export type EventHandlers = { readonly [Name in keyof Protocol.Events]?: (params: Protocol.Events[Name]) => void }

export function handleEvent<Name extends keyof Protocol.Events>(
  handlers: EventHandlers,
  { method, params }: { readonly method: Name; readonly params: Protocol.Events[Name] },
): void {
  handlers[method]?.(params)
}

/** The two ends of a browser's `--remote-debugging-pipe`, which ends each message with a zero byte. */
export interface CdpPipes {
  readonly commands: Writable
  readonly replies: Readable
}

/** Connects to a browser; passes its events to `onEvent` in order. */
export function connectCdp({ commands, replies }: CdpPipes, onEvent: (event: CdpEvent) => void): Cdp {
  const pending = new Map<number, Pending>()
  const closed = Promise.withResolvers<void>()
  let isOpen = true
  let count = 0

  replies.on(
    'data',
    splitMessages((text) => {
      // A reply has an id, an event a method.
      const message: Reply | CdpEvent = JSON.parse(text)
      if ('method' in message) return onEvent(message)
      const pendingCommand = pending.get(message.id)
      pending.delete(message.id)
      if (message.error === undefined) pendingCommand?.resolve(message.result)
      else pendingCommand?.reject(new Error(`${pendingCommand.method}: ${message.error.message}`))
    }),
  )
  // A failed write is reported by the end of the replies.
  commands.on('error', () => undefined)
  replies.once('close', () => {
    isOpen = false
    for (const { method, reject } of pending.values()) reject(new Error(`${method}: the browser has gone`))
    pending.clear()
    closed.resolve()
  })

  return {
    closed: closed.promise,
    send: (method, params, sessionId) => {
      const id = ++count
      return new Promise((resolve, reject) => {
        if (!isOpen) return reject(new Error(`${method}: the browser has gone`))
        pending.set(id, { method, resolve, reject })
        commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
      })
    },
  }
}

/** Collects chunks of bytes and calls `onMessage` with each complete message. */
function splitMessages(onMessage: (text: string) => void): (bytes: Buffer) => void {
  let partialMessage: Buffer[] = []
  return (bytes) => {
    let from = 0
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, from)) {
      onMessage(Buffer.concat([...partialMessage, bytes.subarray(from, end)]).toString())
      partialMessage = []
      from = end + 1
    }
    if (from < bytes.length) partialMessage.push(bytes.subarray(from))
  }
}
