// The Chrome DevTools Protocol over one WebSocket. Hides numbering, replies and sessions; types are Playwright's own.

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
  /** Fails when the browser refuses the command, or when the connection ends before its reply. */
  readonly send: <Name extends Method>(
    method: Name,
    params?: Protocol.CommandParameters[Name],
    sessionId?: string,
  ) => Promise<Protocol.CommandReturnValues[Name]>
  /** Ends with the connection, whoever ended it. */
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

/** What to do with each kind of event; the others are not heard. */
export type EventHandlers = { readonly [Name in keyof Protocol.Events]?: (params: Protocol.Events[Name]) => void }

export function handleEvent<Name extends keyof Protocol.Events>(
  handlers: EventHandlers,
  { method, params }: { readonly method: Name; readonly params: Protocol.Events[Name] },
): void {
  handlers[method]?.(params)
}

/** Connects to a browser's WebSocket address; every event goes to `onEvent` in the order it came. */
export async function connectCdp(endpoint: string, onEvent: (event: CdpEvent) => void): Promise<Cdp> {
  const socket = new WebSocket(endpoint)
  const pending = new Map<number, Pending>()
  const closed = Promise.withResolvers<void>()
  let count = 0

  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error(`No connection to the browser at ${endpoint}`)))
  })
  socket.addEventListener('close', () => {
    for (const { method, reject } of pending.values()) reject(new Error(`${method}: the browser has gone`))
    pending.clear()
    closed.resolve()
  })
  socket.addEventListener('message', ({ data }) => {
    // A reply has an id, an event a method.
    const message: Reply | CdpEvent = JSON.parse(String(data))
    if ('method' in message) return onEvent(message)
    const waiting = pending.get(message.id)
    pending.delete(message.id)
    if (message.error === undefined) waiting?.resolve(message.result)
    else waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`))
  })

  return {
    closed: closed.promise,
    send: (method, params, sessionId) => {
      const id = ++count
      return new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return reject(new Error(`${method}: the browser has gone`))
        pending.set(id, { method, resolve, reject })
        socket.send(JSON.stringify({ id, method, params, sessionId }))
      })
    },
  }
}
