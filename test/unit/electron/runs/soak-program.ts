// A program that runs prompts as main does (real network gateway, inference, runs and history), in sequence and in parallel, good and bad ones,
// and prints its memory and open handles before, during and after. Needs `--expose-gc`.

import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openHistory } from '../../../../electron/history/history.ts'
import { stream } from '../../../../electron/inference/inference.ts'
import { createNetwork } from '../../../../electron/network/gateway.ts'
import { createRuns } from '../../../../electron/runs/runs.ts'
import { succeeded } from '../../../../shared/failures.ts'
import { searchWorker, unwrap } from '../../../support/history/history-fixture.ts'

export interface LongUseResults {
  /** Memory in use after garbage collections, at intervals. */
  readonly heldBytesSamples: readonly number[]
  /** Open handles by their kind: before the first run, and after the last. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** How many runs had each outcome. */
  readonly outcomes: Readonly<Record<string, number>>
}

const { values, positionals: prompts } = parseArgs({
  options: { folder: { type: 'string' }, hub: { type: 'string' }, key: { type: 'string' }, runs: { type: 'string' } },
  allowPositionals: true,
})
const { folder = '', hub = '', key = '' } = values
const count = Number(values.runs)
/** Every 11th run is stopped at its first text. */
const stopInterval = 11
const samples = 60
const concurrency = 4

const history = unwrap(await openHistory(folder, { searchWorker }))
const log = { warn: () => {}, error: () => {} }
const endListeners = new Map<string, (outcome: string) => void>()
const runsToStop = new Set<string>()
const runs = createRuns({
  history,
  keys: { getKeyForRun: async () => succeeded({ key: { reveal: () => key }, id: 'one', name: 'the key', billTo: null }) },
  serverKeys: { getKeyForRun: async () => succeeded({ key: null, name: null }) },
  models: { findRoute: () => null },
  // Long, so that a leaked timer is still there when open handles are listed.
  stream: (request, parts) =>
    stream(request, { ...parts, timeouts: { firstByteMs: 1_000, betweenLinesMs: 1_000, withoutTextMs: 90_000, afterEndMs: 90_000 } }),
  network: createNetwork({ fetch: globalThis.fetch, hub, log }),
  publish(_, payload) {
    // The events are recognized by their shape.
    if ('answer' in payload) {
      const { id, outcome } = payload.answer
      endListeners.get(id)?.(outcome.kind === 'failed' ? outcome.failure.code : outcome.kind)
      endListeners.delete(id)
    } else if (runsToStop.delete(payload.runId)) runs.stop(payload.runId)
  },
  log,
  now: Date.now,
})

const outcomes: Record<string, number> = {}
let started = 0

/** Runs prompts one after another, until all loops together have started `count`. */
async function runUntilStarted(targetCount: number): Promise<void> {
  while (started < targetCount) {
    const text = prompts[started % prompts.length] ?? ''
    const runId = randomUUID()
    if (started % stopInterval === 0) runsToStop.add(runId)
    started += 1
    const { promise, resolve } = Promise.withResolvers<string>()
    endListeners.set(runId, resolve)
    const prompt = { kind: 'new', id: randomUUID(), parentId: null, text, attachments: [], allowSecrets: false } as const
    const runRequest = {
      model: 'meta-llama/Llama-3.3-70B-Instruct',
      setup: null,
      allowSecretInstructions: false,
      comparisonId: null,
      prompt,
    }
    unwrap(runs.start({ runId, conversationId: randomUUID(), ...runRequest }))
    const outcome = await promise
    runsToStop.delete(runId)
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }
}

function measureHeldBytes(): number {
  if (globalThis.gc === undefined) throw new Error('This needs --expose-gc')
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Timers, sockets and the like by their kind, and the number of open files and connections of the process. */
function listOpenResources(): readonly string[] {
  const descriptorCount = readdirSync('/proc/self/fd').length
  return [...process.getActiveResourcesInfo().toSorted(), `${descriptorCount} files and connections`]
}

// The first run loads what stays: the library and the files of the history.
await runUntilStarted(1)
const before = await waitForOpenResources()
const heldBytesSamples: number[] = []
for (let sample = 1; sample <= samples; sample += 1) {
  const targetCount = 1 + Math.ceil((count * sample) / samples)
  await Promise.all(Array.from({ length: concurrency }, () => runUntilStarted(targetCount)))
  heldBytesSamples.push(measureHeldBytes())
}
await runs.drain()
const after = await waitForOpenResources(before)
await history.close()
const results: LongUseResults = { heldBytesSamples, before, after, outcomes }
process.stdout.write(`${JSON.stringify(results)}\n`)

/** The open handles once they are as `wanted`, or after ten seconds: Node's fetch keeps connections open for reuse. */
async function waitForOpenResources(expectedResources?: readonly string[]): Promise<readonly string[]> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const now = listOpenResources()
    const isSettled =
      expectedResources === undefined ? !now.includes('TCPSocketWrap') : JSON.stringify(now) === JSON.stringify(expectedResources)
    if (isSettled || performance.now() > deadline) return now
    await pause(200)
  }
}
