// A program that has two prompts answered by the code as it ships, a usual one first, and says how far its memory grew with the second.
// Specs start one for each reply that they try: the most that a process ever used cannot be reset.

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createTranscript } from '../../../electron/runs/batching.ts'
import { builtInference, keyedWay, wayTo } from './replying.ts'

export interface Grown {
  /** Bytes above what the usual answer had left, at the worst moment. */
  readonly bytes: number
  readonly came: string
}

const { values } = parseArgs({
  options: { origin: { type: 'string' }, key: { type: 'string' }, usual: { type: 'string' }, huge: { type: 'string' } },
})
const { origin = '', key = '', usual = '', huge = '' } = values
const code = await builtInference()
const model = 'Qwen/Qwen3-4B-Instruct-2507'

/** Runs the prompt and keeps its answer as a run does. */
async function answerTo(prompt: string): Promise<string> {
  const transcript = createTranscript({ runId: '', conversationId: '' }, { text: '', reasoning: '' }, () => {})
  const messages = [{ role: 'user', content: prompt }] as const
  const request = { model, task: 'chat', provider: null, server: null, messages, billTo: null, settings: {} } as const
  const fetch = keyedWay(code, wayTo({ origin }), { reveal: () => key })
  const pieces = code.stream(request, { fetch, signal: new AbortController().signal })
  for (;;) {
    const { done, value } = await pieces.next()
    if (done === true) {
      transcript.close()
      const { text, reasoning } = transcript.whole()
      if (value.kind === 'failed') return value.failure.code
      return value.kind === 'ended' ? `${value.outcome} ${text.length + reasoning.length}` : value.kind
    }
    if (value.kind !== 'provider') transcript.add(value.kind, value.text)
  }
}

const first = await answerTo(usual)
if (!first.startsWith('finished')) throw new Error(`The usual answer failed: ${first}`)
const before = process.memoryUsage.rss()
const came = await answerTo(huge)
const grown: Grown = { bytes: mostBytes() - before, came }
/** The most that this program had at any moment. What Node tells of it begins with what the program had that started this one. */
function mostBytes(): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

process.stdout.write(`${JSON.stringify(grown)}\n`)
process.exit()
