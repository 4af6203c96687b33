// Highlights code in one worker, one request at a time. Hides that the worker is started with the first request and stopped when a request
// takes too long.

// oxlint-disable-next-line import/default -- Vite provides it: the address of the built file
import workerAddress from './worker.ts?worker&url'
import type { WorkerResponse, HighlightedSegment, WorkerRequest } from './worker-messages.ts'

/** Real code takes less than a tenth of it; only hostile code takes longer. */
const timeoutMs = 1_000
/** Until the grammar has loaded. */
const loadTimeoutMs = 10_000

/** TypeScript does not declare Trusted Types yet. A trusted script URL is accepted wherever an address is. */
declare const trustedTypes: {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ) => { readonly createScriptURL: (address: string) => string }
}

// SECURITY: the content security policy allows a worker only from this Trusted Types policy, which allows one file of the app.
const policy = trustedTypes.createPolicy('parley-worker', {
  createScriptURL(address) {
    if (address !== workerAddress) throw new TypeError('Not the address of the highlighting worker')
    return address
  },
})

let worker: Worker | null = null
let lastRequest: Promise<unknown> = Promise.resolve()

/** Splits the code into segments with their tones; null if that failed or took too long. Never rejects. */
export function highlight(request: WorkerRequest): Promise<readonly HighlightedSegment[] | null> {
  const result = lastRequest.then(() => runInWorker(request))
  lastRequest = result
  return result
}

async function runInWorker(request: WorkerRequest): Promise<readonly HighlightedSegment[] | null> {
  const activeWorker = (worker ??= new Worker(policy.createScriptURL(workerAddress), { type: 'module' }))
  const { promise, resolve } = Promise.withResolvers<readonly HighlightedSegment[] | null>()
  const abortController = new AbortController()
  const stopWorker = (): void => {
    activeWorker.terminate()
    worker = null
    resolve(null)
  }
  let timer = setTimeout(stopWorker, loadTimeoutMs)
  const onMessage = ({ data }: MessageEvent<WorkerResponse>): void => {
    clearTimeout(timer)
    if (data.kind === 'started') timer = setTimeout(stopWorker, timeoutMs)
    else resolve(data.kind === 'done' ? data.segments : null)
  }
  activeWorker.addEventListener('message', onMessage, abortController)
  activeWorker.addEventListener('error', stopWorker, abortController)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  activeWorker.postMessage(request)
  const segments = await promise
  clearTimeout(timer)
  abortController.abort()
  return segments
}
