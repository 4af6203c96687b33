// Electron's `net.fetch`, `session.fetch` and `net.request`: requests without a window. They pass the session's webRequest
// listeners and keep no cookies. With `redirect: 'manual'` a fetch rejects at a redirect, like Electron's.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { asElectron } from './as-electron.ts'
import type { RequestHook } from './session.ts'

type BeforeRequest = NonNullable<Parameters<Electron.WebRequest['onBeforeRequest']>[0]>

/** The part of a session that filters requests without a window. */
export interface RequestFilter {
  readonly beforeRequest: RequestHook<BeforeRequest> | null
}

// Captured now: the app may replace the global fetch with its guard, and the guard calls this one.
const { fetch } = globalThis
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308]

/** Rejects with Electron's messages: "net::ERR_BLOCKED_BY_CLIENT" and "Redirect was cancelled". */
export async function fetchWithFilter(session: RequestFilter, input: string | Request, init: RequestInit = {}): Promise<Response> {
  const request = new Request(input, { ...init, ...(init.body == null ? {} : { duplex: 'half' }) })
  if (await isCancelled(session, request)) throw new Error('net::ERR_BLOCKED_BY_CLIENT')
  const reply = await fetch(request)
  if (request.redirect === 'manual' && redirectStatuses.includes(reply.status)) {
    await reply.body?.cancel()
    throw new Error('Redirect was cancelled')
  }
  return reply
}

async function isCancelled({ beforeRequest: hook }: RequestFilter, { url, method, referrer }: Request): Promise<boolean> {
  if (hook === null) return false
  // No `webContentsId`: the request has no window.
  const details = { id: 0, url, method, resourceType: 'other', referrer, timestamp: Date.now(), uploadData: [] } as const
  return new Promise((resolve) => hook.listener(asElectron(details), ({ cancel }) => resolve(cancel === true)))
}

interface RequestOptions extends Pick<Electron.ClientRequestConstructorOptions, 'method' | 'url' | 'redirect'> {
  readonly session?: RequestFilter
}

/** A request that emits 'redirect' with the target and does not follow it. */
class StandInRequest extends EventEmitter implements Pick<Electron.ClientRequest, 'abort'> {
  readonly #options: RequestOptions
  readonly #aborted = new AbortController()

  constructor(options: RequestOptions) {
    super()
    this.#options = options
  }

  end(): void {
    const { url = '', method = 'GET', session = { beforeRequest: null } } = this.#options
    const request = new Request(url, { method, redirect: 'manual', signal: this.#aborted.signal })
    const cancelled = isCancelled(session, request)
    void cancelled
      .then((is) => (is ? Promise.reject(new Error('net::ERR_BLOCKED_BY_CLIENT')) : fetch(request)))
      .then((reply) => this.#onResponse(reply, url))
      .catch((error: unknown) => void (this.#aborted.signal.aborted || this.emit('error', error)))
  }

  abort(): void {
    this.#aborted.abort()
    this.emit('abort')
  }

  #onResponse({ status, headers }: Response, from: string): void {
    const location = redirectStatuses.includes(status) ? headers.get('location') : null
    if (location === null) this.emit('response', { statusCode: status })
    else this.emit('redirect', status, 'GET', new URL(location, from).href, {})
  }
}

export const request = (options: RequestOptions): StandInRequest => new StandInRequest(options)
