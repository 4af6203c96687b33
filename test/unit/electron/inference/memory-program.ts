// A program that runs two prompts as main does (network gateway, built inference code, run and history), a normal one first, and prints how
// far its memory grew with the second. Specs start one process per reply.

import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { serialize } from 'node:v8'
import { openHistory } from '../../../../electron/history/history.ts'
import { createRuns } from '../../../../electron/runs/runs.ts'
import { succeeded } from '../../../../shared/failures.ts'
import type { Answer } from '../../../../shared/types/messages.ts'
import { searchWorker, unwrap } from '../../../support/history/history-fixture.ts'
import { loadBuiltInference, createKeyedFetch, createTestNetwork } from './test-server.ts'

export interface MemoryGrowth {
  /** The peak until the huge answer was saved, above the memory after the normal one. */
  readonly bytes: number
  readonly outcome: string
}

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    origin: { type: 'string' },
    key: { type: 'string' },
    usual: { type: 'string' },
    huge: { type: 'string' },
  },
})
const { folder = '', origin = '', key = '', usual = '', huge = '' } = values
const code = await loadBuiltInference()
const history = unwrap(await openHistory(folder, { searchWorker }))
const log = { warn: () => {}, error: console.error }
const runNetwork = createTestNetwork({ origin })
let onRunEnd: (answer: Answer) => void = () => {}
const runs = createRuns({
  history,
  keys: { getKeyForRun: async () => succeeded({ key: { reveal: () => key }, id: 'one', name: 'the key', billTo: null }) },
  serverKeys: { getKeyForRun: async () => succeeded({ key: null, name: null }) },
  models: { findRoute: () => null },
  stream: code.stream,
  network: { ...runNetwork, fetchWithKey: (keyForRun) => createKeyedFetch(code, runNetwork, keyForRun) },
  publish(_, payload) {
    // Messages to the window are serialized first.
    serialize(payload)
    if ('answer' in payload) onRunEnd(payload.answer)
  },
  log,
  now: Date.now,
})

async function runPrompt(text: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  onRunEnd = resolve
  const prompt = { kind: 'new', id: randomUUID(), parentId: null, text, attachments: [], allowSecrets: false } as const
  const model = 'Qwen/Qwen3-4B-Instruct-2507'
  const ids = { runId: randomUUID(), conversationId: randomUUID() }
  unwrap(runs.start({ ...ids, model, setup: null, allowSecretInstructions: false, comparisonId: null, prompt }))
  const answer = await promise
  if (answer.outcome.kind === 'failed') return answer.outcome.failure.code
  return `${answer.outcome.kind} ${answer.text.length + answer.reasoning.length}`
}

/** Read from /proc, because Node's own peak includes that of the parent process. */
function readMemoryBytes(field: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

const first = await runPrompt(usual)
if (!first.startsWith('finished')) throw new Error(`The usual answer failed: ${first}`)
// Resets the peak (proc(5), clear_refs), because the memory of the start is not that of the reply.
writeFileSync('/proc/self/clear_refs', '5')
const before = readMemoryBytes('VmRSS')
const outcome = await runPrompt(huge)
const growth: MemoryGrowth = { bytes: readMemoryBytes('VmHWM') - before, outcome }
await history.close()
process.stdout.write(`${JSON.stringify(growth)}\n`)
process.exit()
