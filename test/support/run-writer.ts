// A process that carries out runs as main does (the real door, inference, runs and history), to be killed while their answers come in.
// Arguments: the folder of the history, the origin of the stand-in, its key, and a prompt for each run.

import { randomUUID } from 'node:crypto'
import { openHistory } from '../../electron/history/history.ts'
import { stream } from '../../electron/inference/inference.ts'
import { createNetwork } from '../../electron/network.ts'
import { createRuns } from '../../electron/runs/runs.ts'
import { succeeded } from '../../electron/shared/errors.ts'
import { searchWorker, valueOf } from './history-fixture.ts'

async function carryOut(folder: string, hub: string, key: string, prompts: readonly string[]): Promise<void> {
  const history = valueOf(await openHistory(folder, { searchWorker }))
  const log = { warn: () => {}, error: console.error }
  const runs = createRuns({
    history,
    keys: { forRun: async () => succeeded({ key: { reveal: () => key }, id: 'one', name: 'the key', billTo: null }) },
    serverKeys: { forRun: async () => succeeded({ key: null, name: null }) },
    models: { find: () => null },
    stream,
    network: createNetwork({ fetch: globalThis.fetch, hub, log }),
    publish: () => {},
    log,
    now: Date.now,
  })
  for (const text of prompts) {
    const prompt = { kind: 'new', id: randomUUID(), parentId: null, text, attachments: [], sendsSecrets: false } as const
    const model = 'meta-llama/Llama-3.3-70B-Instruct'
    valueOf(runs.start({ runId: randomUUID(), conversationId: randomUUID(), model, setup: null, sendsSecretInstructions: false, prompt }))
  }
}

const [, program, folder, hub, key, ...prompts] = process.argv
if (import.meta.filename === program && folder !== undefined && hub !== undefined && key !== undefined) {
  await carryOut(folder, hub, key, prompts)
}
