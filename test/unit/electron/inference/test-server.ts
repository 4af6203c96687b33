// A real server for the specs of inference, which answers each request with a handler, and runs against
// it through the real network gateway.

import { readdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as source from '../../../../electron/inference/inference.ts'
import type { Limits, Timeouts } from '../../../../electron/inference/connection.ts'
import { NetworkFailure } from '../../../../electron/network/failures.ts'
import { createNetwork, type Network, type NetworkOptions } from '../../../../electron/network/gateway.ts'
import type { StreamEnd, StreamChunk, StreamRequest } from '../../../../shared/types/streams.ts'

export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** The inference code, with its NetworkFailure class: the built code recognizes the built class only. */
export type InferenceCode = Pick<typeof source, 'stream'> & { readonly NetworkFailure?: typeof NetworkFailure }

/** Both from the built files. */
export async function loadBuiltInference(): Promise<InferenceCode> {
  const { stream } = await importBuiltFile('inference')
  const failure = Object.values(await importBuiltFile('common')).find(isFunctionNamed<typeof NetworkFailure>('NetworkFailure'))
  if (!isFunctionNamed<typeof source.stream>('stream')(stream) || failure === undefined)
    throw new Error('The built files have unexpected exports')
  return { stream, NetworkFailure: failure }
}

/** The file is named after its content and a hash. Exports of the common chunk have short names. */
async function importBuiltFile(name: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = join(import.meta.dirname, '../../../../dist/main')
  const names = readdirSync(folder).filter((file) => file.startsWith(`${name}-`) && /^[a-z]+-[\w-]{8}\.js$/.test(file))
  if (names.length !== 1) throw new Error(`One built ${name} file was expected in ${folder}, not ${names.length}`)
  return await import(pathToFileURL(join(folder, names[0] ?? '')).href)
}

/** The built code has the types of its sources. */
function isFunctionNamed<Made>(name: string) {
  return (value: unknown): value is Made => typeof value === 'function' && value.name === name
}

export type RequestHandler = (received: ReceivedRequest, response: ServerResponse) => void | Promise<void>

export interface TestServer {
  readonly origin: string
  readonly received: readonly ReceivedRequest[]
  /** Resolves once the client has closed the connection of the newest request. */
  readonly closed: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export async function serve(answer: RequestHandler): Promise<TestServer> {
  const received: ReceivedRequest[] = []
  let closed = Promise.resolve()
  const server = createServer((request, response) => {
    closed = new Promise((resolve) => response.once('close', resolve))
    void handleRequest(request, response)
  })
  async function handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Uint8Array[] = []
    for await (const part of request) parts.push(part)
    const receivedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(parts).toString(),
    }
    received.push(receivedRequest)
    await answer(receivedRequest, response)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    received,
    closed: () => closed,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const eventStream = { 'content-type': 'text/event-stream' } as const

/** Events as a provider writes them, also [DONE]. */
export function events(...chunks: readonly unknown[]): string {
  return chunks.map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`).join('')
}

export function contentChunk(content: string, finishReason: string | null = null): unknown {
  return { choices: [{ index: 0, delta: { content }, finish_reason: finishReason }] }
}

/** The real network gateway, with the server in place of Hugging Face. */
export function createTestNetwork(server: { readonly origin: string }, parts: Pick<NetworkOptions, 'connectTimeoutMs'> = {}): Network {
  return createNetwork({ fetch: globalThis.fetch, hub: server.origin, log: { warn() {} }, ...parts })
}

/** Its fetch with the key, for source or built code. */
export function createKeyedFetch(code: InferenceCode, { fetchWithKey }: Network, key: { reveal(): string }): typeof fetch {
  return async (address, init) =>
    fetchWithKey(key)(address, init).catch((error: unknown) => {
      throw error instanceof NetworkFailure && code.NetworkFailure !== undefined ? new code.NetworkFailure(error.failure) : error
    })
}

export const testKey = { reveal: () => 'hf_onlyUsedAgainstTheServerOfThisTest' }

export interface StreamOutput {
  readonly text: string
  readonly reasoning: string
  readonly end: StreamEnd
}

export interface StreamOptions {
  /** The source code by default. */
  readonly code?: InferenceCode
  readonly request?: Partial<StreamRequest>
  readonly key?: { reveal(): string }
  /** A fetch of the gateway to another target than Hugging Face. */
  readonly fetch?: typeof fetch
  readonly signal?: AbortSignal
  /** The others are long. */
  readonly timeouts?: Partial<Timeouts>
  readonly limits?: Limits
  readonly onChunk?: (chunk: StreamChunk) => void
}

/** The key as the key store provides it. */
export const testRunKey = { key: testKey, id: '1', name: 'the key', billTo: null } as const

/** Runs one prompt at the server and collects the output. */
export async function runStream(server: { readonly origin: string }, options: StreamOptions = {}): Promise<StreamOutput> {
  const code: InferenceCode = options.code ?? source
  const request = {
    model: 'maker/model',
    task: 'chat',
    provider: null,
    server: null,
    messages: [{ role: 'user', content: 'Why?' }],
    billTo: null,
    settings: {},
    ...options.request,
  } as const
  const output = { text: '', reasoning: '' }
  const chunkStream = code.stream(request, {
    fetch: options.fetch ?? createKeyedFetch(code, createTestNetwork(server), options.key ?? testKey),
    signal: options.signal ?? new AbortController().signal,
    timeouts: { firstByteMs: 20_000, betweenLinesMs: 20_000, withoutTextMs: 20_000, afterEndMs: 20_000, ...options.timeouts },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  })
  for (;;) {
    const { done, value } = await chunkStream.next()
    if (done === true) return { ...output, end: value }
    options.onChunk?.(value)
    if (value.kind !== 'provider') output[value.kind] += value.text
  }
}
