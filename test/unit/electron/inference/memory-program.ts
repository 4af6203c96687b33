// A program that carries out two prompts as main does (the door, the code as it ships, a run and the history), a usual one first, and
// says how far its memory grew with the second. Specs start one for each reply that they try.

import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { serialize } from 'node:v8'
import { openHistory } from '../../../../electron/history/history.ts'
import { createRuns } from '../../../../electron/runs/runs.ts'
import { succeeded } from '../../../../shared/errors.ts'
import type { Answer } from '../../../../shared/types/conversations.ts'
import { searchWorker, valueOf } from '../../../support/history/history-fixture.ts'
import { builtInference, keyedWay, wayTo } from './replying.ts'

export interface Grown {
  /** Bytes above what the usual answer had left, at the worst moment until the huge one was saved. */
  readonly bytes: number
  readonly came: string
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
const code = await builtInference()
const history = valueOf(await openHistory(folder, { searchWorker }))
const log = { warn: () => {}, error: console.error }
const way = wayTo({ origin })
let hearEnd: (answer: Answer) => void = () => {}
const runs = createRuns({
  history,
  keys: { forRun: async () => succeeded({ key: { reveal: () => key }, id: 'one', name: 'the key', billTo: null }) },
  serverKeys: { forRun: async () => succeeded({ key: null, name: null }) },
  models: { find: () => null },
  stream: code.stream,
  network: { ...way, withKey: (lent) => keyedWay(code, way, lent) },
  publish(_, payload) {
    // What goes to the window is made into bytes first.
    serialize(payload)
    if ('answer' in payload) hearEnd(payload.answer)
  },
  log,
  now: Date.now,
})

async function answerTo(text: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  hearEnd = resolve
  const prompt = { kind: 'new', id: randomUUID(), parentId: null, text, attachments: [], sendsSecrets: false } as const
  const model = 'Qwen/Qwen3-4B-Instruct-2507'
  const ids = { runId: randomUUID(), conversationId: randomUUID() }
  valueOf(runs.start({ ...ids, model, setup: null, sendsSecretInstructions: false, comparison: null, prompt }))
  const answer = await promise
  if (answer.outcome.kind === 'failed') return answer.outcome.failure.code
  return `${answer.outcome.kind} ${answer.text.length + answer.reasoning.length}`
}

/** In bytes. What Node tells of the most begins with what the program had that started this one. */
function memory(what: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

const first = await answerTo(usual)
if (!first.startsWith('finished')) throw new Error(`The usual answer failed: ${first}`)
// From here on Linux keeps the most anew (proc(5), clear_refs): what the start took is not the reply's.
writeFileSync('/proc/self/clear_refs', '5')
const before = memory('VmRSS')
const came = await answerTo(huge)
const grown: Grown = { bytes: memory('VmHWM') - before, came }
await history.close()
process.stdout.write(`${JSON.stringify(grown)}\n`)
process.exit()
