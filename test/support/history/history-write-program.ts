// A process that does nothing but save, to be killed while it does: each acknowledged save is told in one line on its output.
// Arguments: the folder, and what to do ("write" endlessly, or "open" and tell the reply).

import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openHistory } from '../../../electron/history/history.ts'
import { createRunResult, searchWorker, createRunStart, unwrap } from './history-fixture.ts'

/** What was acknowledged. The text of a run is told by its length: `createText` makes it again. */
export type WriterEvent =
  | { readonly kind: 'begun'; readonly runId: string; readonly conversationId: string; readonly prompt: string }
  | { readonly kind: 'partial' | 'ended'; readonly runId: string; readonly length: number }
  | { readonly kind: 'opened'; readonly reply: { readonly ok: boolean; readonly failure?: unknown } }

/** Text that no other run has, of any length. */
export function createText(runId: string, length: number): string {
  return `${runId} `.repeat(Math.ceil(length / (runId.length + 1))).slice(0, length)
}

// One write of less than a pipe's page arrives whole or not at all.
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
