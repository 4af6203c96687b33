// A process that saves continuously, to be killed while it does, and writes a line for each acknowledged save. Arguments: the folder, and
// a task: "write" forever, or "open" and print the reply.

import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openHistory } from '../../../electron/history/history.ts'
import { createRunResult, searchWorker, createRunStart, unwrap } from './history-fixture.ts'

/** An acknowledged save. Of a run's text only the length is reported: `createText` creates it again. */
export type WriterEvent =
  | { readonly kind: 'begun'; readonly runId: string; readonly conversationId: string; readonly prompt: string }
  | { readonly kind: 'partial' | 'ended'; readonly runId: string; readonly length: number }
  | { readonly kind: 'opened'; readonly reply: { readonly ok: boolean; readonly failure?: unknown } }

/** A text of any length that is unique to the run. */
export function createText(runId: string, length: number): string {
  return `${runId} `.repeat(Math.ceil(length / (runId.length + 1))).slice(0, length)
}

// A write shorter than a pipe's buffer arrives completely or not at all.
const report = (writerEvent: WriterEvent): void => void writeSync(1, `${JSON.stringify(writerEvent)}\n`)

async function writeForever(folder: string): Promise<never> {
  const history = unwrap(await openHistory(folder, { searchWorker }))
  let last: { readonly conversationId: string; readonly parentId: string } | null = null
  for (let count = 0; ; count += 1) {
    const runId = randomUUID()
    const start = createRunStart(`prompt ${count} ${runId}`, { runId, startedAt: Date.now(), ...(count % 5 === 0 ? {} : last) })
    unwrap(history.beginRun(start))
    report({ kind: 'begun', runId, conversationId: start.conversationId, prompt: start.prompt.text })
    const fullLength = (count % 7) * 1_500
    for (let length = 700; length < fullLength; length += 700) {
      unwrap(history.savePartial(runId, createText(runId, length), '', 5))
      report({ kind: 'partial', runId, length })
    }
    unwrap(history.endRun(runId, createRunResult(createText(runId, fullLength))))
    report({ kind: 'ended', runId, length: fullLength })
    last = { conversationId: start.conversationId, parentId: runId }
  }
}

const [, program, folder, task] = process.argv
if (import.meta.filename === program && folder !== undefined) {
  if (task === 'write') await writeForever(folder)
  const reply = await openHistory(folder, { searchWorker })
  report({ kind: 'opened', reply: reply.ok ? { ok: true } : reply })
  if (reply.ok) await reply.value.close()
}
