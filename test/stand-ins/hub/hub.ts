// The stand-in for Hugging Face: a local server with the site and the router behind one origin on loopback. No model runs; its
// answers are made from the prompt. Hides the server, its routes, and the settings of the running test.

import type { FaultBehavior } from './faults/fault.ts'
import { faults, type HubFaultName } from './faults/faults.ts'
import { serveRecording, type Recording, type RecordingCuts } from '../../support/data/recordings.ts'
import { systemClock, type HubClock } from './clock.ts'
import { injectFault } from './fault-injection.ts'
import { createCatalogue } from './catalogue.ts'
import { chat, type RunSettings } from './chat.ts'
import { sendError, sendJson, type Exchange, type HubRequest } from './exchange.ts'
import { asObject, asText } from './json.ts'
import { listen } from './listener.ts'
import { createKeyRing, type HubKeys } from './keys.ts'
import { sendModel, sendModelPage, sendRouterModels, type MappingForm } from './model-endpoints.ts'
import { completeText, runTask } from './text-tasks.ts'

export interface HubOptions {
  /** Tokens per second, 60 by default; 0 for as fast as possible. */
  readonly speed?: number
  /** Extra text-continuation models that hf-inference serves, such as `distilgpt2`. */
  readonly served?: readonly string[]
  /** The chat models to list; all of the catalogue by default. */
  readonly chatModels?: readonly string[]
  /** How `/api/models/:id` writes the providers of a model, `object` by default. Hugging Face has used both. */
  readonly mappingForm?: MappingForm
  /** Paces the answers; the system's clock by default. */
  readonly clock?: HubClock
}

/** Which requests a fault applies to. `runs` are those that carry a prompt. */
export type FaultScope = 'runs' | 'models' | 'key' | 'everything'

export interface Hub {
  readonly origin: string
  /** Every request so far, oldest first; grows. */
  readonly requests: readonly HubRequest[]
  readonly keys: HubKeys
  /** Another host, which must never receive a request. */
  readonly otherHost: { readonly origin: string; readonly requests: readonly HubRequest[] }
  readonly setSpeed: (tokensPerSecond: number) => void
  /** From now on requests in the scope (`runs` by default) get the fault, `times` times or until it is set to null. */
  readonly setFault: (name: HubFaultName | null, when?: { readonly scope?: FaultScope; readonly times?: number }) => Promise<void>
  /** From now on every run is answered with the recording, until it is set to null. */
  readonly setRecording: (recording: Recording | null, cuts?: RecordingCuts) => void
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Starts the stand-in on a free port of 127.0.0.1. */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  const { clock = systemClock } = options
  const catalogue = createCatalogue(options.served ?? [], options.chatModels)
  const keyRing = createKeyRing()
  const requests: HubRequest[] = []
  let speed = options.speed ?? 60
  let fault: { readonly behavior: FaultBehavior; readonly scope: FaultScope; readonly timesLeft: number } | null = null
  let recording: { readonly recording: Recording; readonly cuts: RecordingCuts } | null = null

  const consumeFault = (scope: FaultScope): FaultBehavior | null => {
    if (fault === null || (fault.scope !== scope && fault.scope !== 'everything')) return null
    const { behavior } = fault
    fault = fault.timesLeft > 1 ? { ...fault, timesLeft: fault.timesLeft - 1 } : null
    return behavior
  }

  const handleRequest = async (exchange: Exchange): Promise<void> => {
    const { url, request } = exchange
    const behavior = consumeFault(getFaultScope(request, url.pathname))
    if (request.method === 'POST' && url.pathname !== '/api/credentials/revoke') {
      const settings: RunSettings = { catalogue, speed, behavior, clock, otherHost: otherHost.origin }
      if (recording !== null) await serveRecording(exchange.response, recording.recording, recording.cuts)
      else if (keyRing.canRunModels(exchange)) await handleRun(exchange, settings)
    } else if (behavior !== null && injectFault(exchange, behavior, { otherHost: otherHost.origin, isStream: false })) return
    else if (url.pathname === '/api/credentials/revoke') keyRing.revoke(exchange)
    else if (url.pathname === '/api/whoami-v2') keyRing.whoami(exchange)
    else if (!keyRing.acceptsKey(exchange)) return
    else if (url.pathname === '/v1/models') sendRouterModels(exchange, catalogue)
    else if (url.pathname === '/api/models') sendModelPage(exchange, catalogue)
    else if (url.pathname.startsWith('/api/models/'))
      sendModel(exchange, catalogue, decodeURIComponent(url.pathname.slice('/api/models/'.length)), options.mappingForm ?? 'object')
    else sendNotFound(exchange)
  }

  const otherListener = await listen(0, (exchange) => {
    sendJson(exchange, 200, { reached: 'the other host' })
  })
  // "localhost" instead of 127.0.0.1, so that a redirect there changes the host and not only the port.
  const otherHost = { origin: `http://localhost:${otherListener.port}`, requests: otherListener.requests }
  let server = await listen(0, handleRequest, requests)
  const { port } = server

  const close = async (): Promise<void> => {
    await Promise.all([server.close(), otherListener.close()])
  }

  return {
    otherHost,
    origin: `http://127.0.0.1:${port}`,
    requests,
    keys: keyRing.keys,
    setSpeed(tokensPerSecond) {
      speed = tokensPerSecond
    },
    async setFault(name, { scope = 'runs', times = Infinity } = {}) {
      fault = name === null ? null : { behavior: faults[name].behavior, scope, timesLeft: times }
      const shouldListen = fault?.behavior.kind !== 'refuse'
      if (!shouldListen) await server.close()
      else if (!server.isOpen()) server = await listen(port, handleRequest, requests)
    },
    setRecording(newRecording, cuts = { cuts: 20 }) {
      recording = newRecording === null ? null : { recording: newRecording, cuts }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function handleRun(exchange: Exchange, settings: RunSettings): Promise<void> {
  const path = decodeURIComponent(exchange.url.pathname)
  const model = asText(asObject(exchange.json)['model']) ?? ''
  const [, provider = '', rest = ''] = /^\/([^/]+)\/(.*)$/.exec(path) ?? []

  if (path === '/v1/chat/completions') await chat(exchange, settings, { kind: 'router' })
  else if (provider === 'hf-inference') {
    const [, id = '', task = ''] = /^models\/(.+?)(\/v1\/(?:chat\/)?completions)?$/.exec(rest) ?? []
    if (id === '') sendNotFound(exchange)
    else if (task === '/v1/chat/completions') await chat(exchange, settings, { kind: 'hf-inference', id })
    else if (task === '/v1/completions') await completeText(exchange, settings, provider, id)
    else runTask(exchange, settings, id)
  } else if (!rest.endsWith('completions')) sendNotFound(exchange)
  else if ('messages' in asObject(exchange.json)) await chat(exchange, settings, { kind: 'provider', provider })
  else await completeText(exchange, settings, provider, model)
}

function getFaultScope({ method }: HubRequest, path: string): FaultScope {
  if (path === '/api/whoami-v2' || path === '/api/credentials/revoke') return 'key'
  return method === 'POST' ? 'runs' : 'models'
}

function sendNotFound(exchange: Exchange): void {
  sendError(exchange, 404, "Sorry, we can't find the page you are looking for.")
}
