// Code to be coloured, one after the other, by one thread that is started when it is first needed. Hides the thread, and that it is
// ended when one text takes too long.

// oxlint-disable-next-line import/default -- Vite makes it: where the built file lies
import workerAddress from './worker.ts?worker&url'
import type { FromWorker, Piece, ToWorker } from './pieces.ts'

/** No sensible code takes a tenth of it; what does is made to. */
const longestMs = 1_000
/** Until the grammar is there. */
const longestLoadMs = 10_000

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
let last: Promise<unknown> = Promise.resolve()

/** The same text in pieces with their tones; null when it could not be coloured in time. Never fails. */
export function colour(work: ToWorker): Promise<readonly Piece[] | null> {
  const coloured = last.then(() => give(work))
  last = coloured
  return coloured
}

async function give(work: ToWorker): Promise<readonly Piece[] | null> {
  const used = (worker ??= new Worker(policy.createScriptURL(workerAddress), { type: 'module' }))
  const { promise, resolve } = Promise.withResolvers<readonly Piece[] | null>()
  const listening = new AbortController()
  const giveUp = (): void => {
    used.terminate()
    worker = null
    resolve(null)
  }
  let timer = setTimeout(giveUp, longestLoadMs)
  const hear = ({ data }: MessageEvent<FromWorker>): void => {
    clearTimeout(timer)
    if (data.kind === 'begins') timer = setTimeout(giveUp, longestMs)
    else resolve(data.kind === 'done' ? data.pieces : null)
  }
  used.addEventListener('message', hear, listening)
  used.addEventListener('error', giveUp, listening)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin to name
  used.postMessage(work)
  const pieces = await promise
  clearTimeout(timer)
  listening.abort()
  return pieces
}
