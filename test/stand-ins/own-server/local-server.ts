// A server such as a person runs on their own computer: a real one on loopback, with a list of models and a chat, and a key where it
// wants one. Hides what it says on the wire; what it was asked is kept.

import { listen } from '../hub/listener.ts'
import type { Exchange, HubRequest } from '../hub/exchange.ts'
import { asList, asObject, asText } from '../hub/json.ts'

export interface LocalServerOptions {
  /** A fixed port, to come back on; a free one unless told. */
  readonly port?: number
  /** Under which path it lies; `/v1` unless told. */
  readonly basePath?: string
  readonly models?: readonly string[]
  /** What it wants as a bearer; it asks for nothing unless told. */
  readonly key?: string
}

export interface LocalServer {
  readonly origin: string
  readonly port: number
  /** What a person types as its address. */
  readonly address: string
  readonly requests: readonly HubRequest[]
  readonly setModels: (models: readonly string[]) => void
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export async function startLocalServer(options: LocalServerOptions = {}): Promise<LocalServer> {
  const { basePath = '/v1', key } = options
  let models = options.models ?? ['llama3.2:3b', '/models/small.gguf']

  function handleRequest(exchange: Exchange): void {
    const { request, url } = exchange
    if (key !== undefined && exchange.key !== key) return sendError(exchange, 401, 'Incorrect API key provided')
    if (request.method === 'GET' && url.pathname === `${basePath}/models`) {
      return sendJson(exchange, 200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) })
    }
    if (request.method === 'POST' && url.pathname === `${basePath}/chat/completions`) return streamReply(exchange, models)
    return sendError(exchange, 404, 'Not Found')
  }

  const listener = await listen(options.port ?? 0, handleRequest)
  const origin = `http://127.0.0.1:${listener.port}`
  return {
    origin,
    port: listener.port,
    address: origin + basePath,
    requests: listener.requests,
    setModels(newModels) {
      models = newModels
    },
    close: listener.close,
    [Symbol.asyncDispose]: listener.close,
  }
}

/** Streams back what it was asked, word by word, so that a spec can tell whose answer it reads. */
function streamReply(exchange: Exchange, models: readonly string[]): void {
  const body = asObject(exchange.json)
  const model = asText(body['model']) ?? ''
  if (!models.includes(model)) return sendError(exchange, 404, `model '${model}' not found`)
  const prompt = asText(asObject(asList(body['messages']).at(-1))['content']) ?? ''
  const { response } = exchange
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const choices = [...`${model} was asked: ${prompt}`.matchAll(/\S+\s*/g)].map(([word]) => ({
    delta: { content: word },
    finish_reason: null,
  }))
  for (const choice of [...choices, { delta: {}, finish_reason: 'stop' }]) writeChunk(exchange, { choices: [{ index: 0, ...choice }] })
  writeChunk(exchange, { choices: [], usage: { prompt_tokens: 8, completion_tokens: choices.length } })
  response.end('data: [DONE]\n\n')
}

function writeChunk({ response }: Exchange, chunk: unknown): void {
  response.write(`data: ${JSON.stringify(chunk)}\n\n`)
}

function sendJson({ response }: Exchange, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function sendError(exchange: Exchange, status: number, message: string): void {
  sendJson(exchange, status, { error: { message, type: 'invalid_request_error' } })
}
