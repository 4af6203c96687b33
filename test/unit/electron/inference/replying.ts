// A real server for the specs of inference: it answers each request as told, cut where told. And the way there, as main makes it.

import { readdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as source from '../../../../electron/inference/inference.ts'
import type { Bounds, Timers } from '../../../../electron/inference/wire.ts'
import { NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork, type Network, type NetworkParts } from '../../../../electron/network/gateway.ts'
import type { StreamEnd, StreamPiece, StreamRequest } from '../../../../shared/run-parts.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** The inference code, and the way in which the door tells it of a failure: as it was built, it knows the built one only. */
export type InferenceCode = Pick<typeof source, 'stream'> & { readonly NetworkFailure?: typeof NetworkFailure }

/** Both as they were built and ship. */
export async function builtInference(): Promise<InferenceCode> {
  const { stream } = await builtFile('inference')
  const failure = Object.values(await builtFile('common')).find(isNamed<typeof NetworkFailure>('NetworkFailure'))
  if (!isNamed<typeof source.stream>('stream')(stream) || failure === undefined) throw new Error('The built files hold other things')
  return { stream, NetworkFailure: failure }
}

/** A file is named after what is in it, with a mark behind. What several files share has short names of its own. */
async function builtFile(name: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = join(import.meta.dirname, '../../../../dist/main')
  const names = readdirSync(folder).filter((file) => file.startsWith(`${name}-`) && /^[a-z]+-[\w-]{8}\.js$/.test(file))
  if (names.length !== 1) throw new Error(`One built ${name} file was expected in ${folder}, not ${names.length}`)
  return await import(pathToFileURL(join(folder, names[0] ?? '')).href)
}

/** What was built of the sources has their types. */
function isNamed<Made>(name: string) {
  return (value: unknown): value is Made => typeof value === 'function' && value.name === name
}

export type Answering = (asked: Asked, response: ServerResponse) => void | Promise<void>

export interface Replying {
  readonly origin: string
  readonly asked: readonly Asked[]
  /** Resolves once the client has closed the connection of the newest request. */
  readonly closed: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export async function serve(answer: Answering): Promise<Replying> {
  const asked: Asked[] = []
  let closed = Promise.resolve()
  const server = createServer((request, response) => {
    closed = new Promise((resolve) => response.once('close', resolve))
    void take(request, response)
  })
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Uint8Array[] = []
    for await (const part of request) parts.push(part)
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() }
    asked.push(one)
    await answer(one, response)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    closed: () => closed,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const eventStream = { 'content-type': 'text/event-stream' } as const

/** Events as a provider writes them, and the mark of the end. */
export function events(...chunks: readonly unknown[]): string {
  return chunks.map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`).join('')
}

export function said(content: string, finish: string | null = null): unknown {
  return { choices: [{ index: 0, delta: { content }, finish_reason: finish }] }
}

/** The way to the server: the real door, with the server in Hugging Face's place. */
export function wayTo(server: { readonly origin: string }, parts: Pick<NetworkParts, 'connectMs'> = {}): Network {
  return createNetwork({ fetch: globalThis.fetch, hub: server.origin, log: { warn() {} }, ...parts })
}

/** The same with the key, for code that may have been built. */
export function keyedWay(code: InferenceCode, { withKey }: Network, key: { reveal(): string }): typeof fetch {
  return async (address, init) =>
    withKey(key)(address, init).catch((error: unknown) => {
      throw error instanceof NetworkFailure && code.NetworkFailure !== undefined ? new code.NetworkFailure(error.failure) : error
    })
}

export const testKey = { reveal: () => 'hf_onlyUsedAgainstTheServerOfThisTest' }

export interface Heard {
  readonly text: string
  readonly reasoning: string
  readonly end: StreamEnd
}

export interface Listening {
  /** Whose `stream`: the sources' unless told. */
  readonly code?: InferenceCode
  readonly request?: Partial<StreamRequest>
  readonly key?: { reveal(): string }
  /** Another way through the door than to Hugging Face. */
  readonly fetch?: typeof fetch
  readonly signal?: AbortSignal
  /** Those that matter to the spec; the others are long. */
  readonly timers?: Partial<Timers>
  readonly bounds?: Bounds
  readonly onPiece?: (piece: StreamPiece) => void
}

/** The key as the key store lends it. */
export const lentKey = { key: testKey, id: '1', name: 'the key', billTo: null } as const

/** Runs one prompt against the server and gathers what comes. */
export async function ask(server: { readonly origin: string }, listening: Listening = {}): Promise<Heard> {
  const code: InferenceCode = listening.code ?? source
  const request = {
    model: 'maker/model',
    task: 'chat',
    provider: null,
    server: null,
    messages: [{ role: 'user', content: 'Why?' }],
    billTo: null,
    settings: {},
    ...listening.request,
  } as const
  const heard = { text: '', reasoning: '' }
  const pieces = code.stream(request, {
    fetch: listening.fetch ?? keyedWay(code, wayTo(server), listening.key ?? testKey),
    signal: listening.signal ?? new AbortController().signal,
    timers: { firstByteMs: 20_000, betweenLinesMs: 20_000, withoutTextMs: 20_000, afterEndMs: 20_000, ...listening.timers },
    ...(listening.bounds === undefined ? {} : { bounds: listening.bounds }),
  })
  for (;;) {
    const { done, value } = await pieces.next()
    if (done === true) return { ...heard, end: value }
    listening.onPiece?.(value)
    if (value.kind !== 'provider') heard[value.kind] += value.text
  }
}
