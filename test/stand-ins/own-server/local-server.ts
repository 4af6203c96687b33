// The stand-in for a server that a person runs on their own computer: a local HTTP server with a model list and chat completions,
// optionally with a key. Hides the protocol; records its requests.

import { listen } from '../hub/listener.ts'
import type { Exchange, HubRequest } from '../hub/exchange.ts'
import { asList, asObject, asText } from '../hub/json.ts'

export interface LocalServerOptions {
  /** The port, for a restart at the same address; a free one by default. */
  readonly port?: number
  /** The path prefix, `/v1` by default. */
  readonly basePath?: string
  readonly models?: readonly string[]
  /** The required bearer token; none by default. */
  readonly key?: string
}

export interface LocalServer {
  readonly origin: string
  readonly port: number
  /** The address as a person types it. */
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

/** Streams the model and the prompt word by word, so that a spec can tell whose answer it reads. */
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
