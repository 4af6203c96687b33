// A server such as a person runs on their own computer: a real one on loopback, with a list of models and a chat, and a key where it
// wants one. Hides what it says on the wire; what it was asked is kept.

import { listen } from '../hub/listener.ts'
import type { Exchange, HubRequest } from '../hub/exchange.ts'
import { asList, asObject, asText } from '../hub/json.ts'

export interface OwnServerOptions {
  /** A fixed port, to come back on; a free one unless told. */
  readonly port?: number
  /** Under which path it lies; `/v1` unless told. */
  readonly base?: string
  readonly models?: readonly string[]
  /** What it wants as a bearer; it asks for nothing unless told. */
  readonly key?: string
}

export interface OwnServer {
  readonly origin: string
  readonly port: number
  /** What a person types as its address. */
  readonly address: string
  readonly requests: readonly HubRequest[]
  readonly setModels: (models: readonly string[]) => void
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export async function startOwnServer(options: OwnServerOptions = {}): Promise<OwnServer> {
  const { base = '/v1', key } = options
  let models = options.models ?? ['llama3.2:3b', '/models/small.gguf']

  function answer(exchange: Exchange): void {
    const { request, url } = exchange
    if (key !== undefined && exchange.key !== key) return refuse(exchange, 401, 'Incorrect API key provided')
    if (request.method === 'GET' && url.pathname === `${base}/models`) {
      return send(exchange, 200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) })
    }
    if (request.method === 'POST' && url.pathname === `${base}/chat/completions`) return chat(exchange, models)
    return refuse(exchange, 404, 'Not Found')
  }

  const listener = await listen(options.port ?? 0, answer)
  const origin = `http://127.0.0.1:${listener.port}`
  return {
    origin,
    port: listener.port,
    address: origin + base,
    requests: listener.requests,
    setModels(named) {
      models = named
    },
    close: listener.close,
    [Symbol.asyncDispose]: listener.close,
  }
}

/** Streams back what it was asked, word by word, so that a spec can tell whose answer it reads. */
function chat(exchange: Exchange, models: readonly string[]): void {
  const body = asObject(exchange.json)
  const model = asText(body['model']) ?? ''
  if (!models.includes(model)) return refuse(exchange, 404, `model '${model}' not found`)
  const asked = asText(asObject(asList(body['messages']).at(-1))['content']) ?? ''
  const { response } = exchange
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const pieces = [...`${model} was asked: ${asked}`.matchAll(/\S+\s*/g)].map(([word]) => ({
    delta: { content: word },
    finish_reason: null,
  }))
  for (const choice of [...pieces, { delta: {}, finish_reason: 'stop' }]) write(exchange, { choices: [{ index: 0, ...choice }] })
  write(exchange, { choices: [], usage: { prompt_tokens: 8, completion_tokens: pieces.length } })
  response.end('data: [DONE]\n\n')
}

function write({ response }: Exchange, chunk: unknown): void {
  response.write(`data: ${JSON.stringify(chunk)}\n\n`)
}

function send({ response }: Exchange, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function refuse(exchange: Exchange, status: number, message: string): void {
  send(exchange, status, { error: { message, type: 'invalid_request_error' } })
}
