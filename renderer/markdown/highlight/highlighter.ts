// Code to be coloured, one after the other, by one thread that is started when it is first needed. Hides the thread, and that it is
// ended when one text takes too long.

// oxlint-disable-next-line import/default -- Vite makes it: where the built file lies
import workerAddress from './worker.ts?worker&url'
import type { WorkerResponse, HighlightedSegment, WorkerRequest } from './worker-messages.ts'

/** No sensible code takes a tenth of it; what does is made to. */
const timeoutMs = 1_000
/** Until the grammar is there. */
const loadTimeoutMs = 10_000

/** TypeScript does not have it yet. What it makes is taken where an address is. */
declare const trustedTypes: {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ) => { readonly createScriptURL: (address: string) => string }
}

// SECURITY: the window's policy lets nothing start a thread but what this policy of its own gives out, and that is one file of ours.
const policy = trustedTypes.createPolicy('parley-worker', {
  createScriptURL(address) {
    if (address !== workerAddress) throw new TypeError('Not the address of a thread of ours')
    return address
  },
})

let worker: Worker | null = null
let lastRequest: Promise<unknown> = Promise.resolve()

/** The same text in pieces with their tones; null when it could not be coloured in time. Never fails. */
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
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin to name
  activeWorker.postMessage(request)
  const segments = await promise
  clearTimeout(timer)
  abortController.abort()
  return segments
}
