// A process that carries out runs as the app does, with the real gateway, inference, runs and history, to be killed while their answers
// arrive. Arguments: the folder of the history, the origin of the stand-in, its key, the file to record progress in, and a prompt for each run.

import { randomUUID } from 'node:crypto'
import { openSync, writeSync } from 'node:fs'
import { openHistory, type History } from '../../../electron/history/history.ts'
import { stream } from '../../../electron/inference/inference.ts'
import { createNetwork } from '../../../electron/network/gateway.ts'
import { createRuns } from '../../../electron/runs/runs.ts'
import { succeeded } from '../../../shared/failures.ts'
import { searchWorker, unwrap } from './history-fixture.ts'

/** A line of the file: this many characters of the answer to a prompt had arrived, or were saved, at this time (milliseconds since 1970). */
export interface ProgressRecord {
  readonly kind: 'arrived' | 'saved'
  readonly prompt: string
  readonly characters: number
  readonly at: number
}

/** Appends a record to the file. Data written to a file survives a kill of the process. */
type WriteRecord = (record: Omit<ProgressRecord, 'at'>) => void

function createRecordWriter(file: string): WriteRecord {
  const recordFile = openSync(file, 'a')
  return (record) => void writeSync(recordFile, `${JSON.stringify({ ...record, at: Date.now() } satisfies ProgressRecord)}\n`)
}

/** The same stream, which records each chunk as the run gets it. */
function createRecordingStream(writeRecord: WriteRecord): typeof stream {
  return async function* recordedStream(request, parts) {
    const prompt = String(request.messages.at(-1)?.content)
    const chunks = stream(request, parts)
    let characters = 0
    for (;;) {
      const { done, value } = await chunks.next()
      if (done === true) return value
      if (value.kind === 'text') {
        characters += value.text.length
        writeRecord({ kind: 'arrived', prompt, characters })
      }
      yield value
    }
  }
}

async function runPrompts(folder: string, hub: string, key: string, recordFile: string, prompts: readonly string[]): Promise<void> {
  const savedHistory = unwrap(await openHistory(folder, { searchWorker }))
  const writeRecord = createRecordWriter(recordFile)
  const promptsOfRuns = new Map<string, string>()
  const history: History = {
    ...savedHistory,
    savePartial(runId, text, reasoning, firstTextMs) {
      const reply = savedHistory.savePartial(runId, text, reasoning, firstTextMs)
      if (reply.ok) writeRecord({ kind: 'saved', prompt: promptsOfRuns.get(runId) ?? '', characters: text.length })
      return reply
    },
  }
  const log = { warn: () => {}, error: console.error }
  const runs = createRuns({
    history,
    keys: { getKeyForRun: async () => succeeded({ key: { reveal: () => key }, id: 'one', name: 'the key', billTo: null }) },
    serverKeys: { getKeyForRun: async () => succeeded({ key: null, name: null }) },
    models: { findRoute: () => null },
    stream: createRecordingStream(writeRecord),
    network: createNetwork({ fetch: globalThis.fetch, hub, log }),
    publish: () => {},
    log,
    now: Date.now,
  })
  for (const text of prompts) {
    const prompt = { kind: 'new', id: randomUUID(), parentId: null, text, attachments: [], allowSecrets: false } as const
    const model = 'meta-llama/Llama-3.3-70B-Instruct'
    const runId = randomUUID()
    promptsOfRuns.set(runId, text)
    unwrap(
      runs.start({
        runId,
        conversationId: randomUUID(),
        model,
        setup: null,
        allowSecretInstructions: false,
        comparisonId: null,
        prompt,
      }),
    )
  }
}

const [, program, folder, hub, key, recordFile, ...prompts] = process.argv
if (import.meta.filename === program && folder !== undefined && hub !== undefined && key !== undefined && recordFile !== undefined) {
  await runPrompts(folder, hub, key, recordFile, prompts)
}
