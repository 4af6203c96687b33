// A program that carries out runs as main does (the real door, inference, runs and history), one after another and some at once, good ones
// and bad ones, and says what it held before, meanwhile and at its end. Needs `--expose-gc`.

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
  /** Bytes that are held after everything unused was thrown away, from time to time. */
  readonly heldBytesSamples: readonly number[]
  /** What is open, by its kind: before the first run, and after the last. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** How often runs came to what. */
  readonly outcomes: Readonly<Record<string, number>>
}

const { values, positionals: prompts } = parseArgs({
  options: { folder: { type: 'string' }, hub: { type: 'string' }, key: { type: 'string' }, runs: { type: 'string' } },
  allowPositionals: true,
})
const { folder = '', hub = '', key = '' } = values
const count = Number(values.runs)
/** Every so many are stopped as soon as they have said something. */
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
  // A timer that is left must still be there when what is open is looked at.
  stream: (request, parts) =>
    stream(request, { ...parts, timeouts: { firstByteMs: 1_000, betweenLinesMs: 1_000, withoutTextMs: 90_000, afterEndMs: 90_000 } }),
  network: createNetwork({ fetch: globalThis.fetch, hub, log }),
  publish(_, payload) {
    // What is published under either name is told apart by its shape.
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

/** Carries out runs, one after the other, until so many have been started by all. */
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

/** Timers, sockets and the like by their kind, and how many files and connections the system counts. */
function listOpenResources(): readonly string[] {
  const descriptorCount = readdirSync('/proc/self/fd').length
  return [...process.getActiveResourcesInfo().toSorted(), `${descriptorCount} files and connections`]
}

// The first brings what stays: the library, the files of the history.
await runUntilStarted(1)
await pause(100)
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

/** What is open once it is as `wanted`, or after ten seconds: Node's fetch keeps a connection for some seconds, to use it again. */
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
