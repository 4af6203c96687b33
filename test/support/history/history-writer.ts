// A process that does nothing but save, to be killed while it does: each acknowledged save is told in one line on its output.
// Arguments: the folder, and what to do ("write" endlessly, or "open" and tell the reply).

import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openHistory } from '../../../electron/history/history.ts'
import { endOf, searchWorker, startOf, valueOf } from './history-fixture.ts'

/** What was acknowledged. The text of a run is told by its length: `textOf` makes it again. */
export type Told =
  | { readonly kind: 'begun'; readonly runId: string; readonly conversationId: string; readonly prompt: string }
  | { readonly kind: 'partial' | 'ended'; readonly runId: string; readonly length: number }
  | { readonly kind: 'opened'; readonly reply: { readonly ok: boolean; readonly failure?: unknown } }

/** Text that no other run has, of any length. */
export function textOf(runId: string, length: number): string {
  return `${runId} `.repeat(Math.ceil(length / (runId.length + 1))).slice(0, length)
}

// One write of less than a pipe's page arrives whole or not at all.
const tell = (told: Told): void => void writeSync(1, `${JSON.stringify(told)}\n`)

async function write(folder: string): Promise<never> {
  const history = valueOf(await openHistory(folder, { searchWorker }))
  let last: { readonly conversationId: string; readonly parentId: string } | null = null
  for (let count = 0; ; count += 1) {
    const runId = randomUUID()
    const start = startOf(`prompt ${count} ${runId}`, { runId, startedAt: Date.now(), ...(count % 5 === 0 ? {} : last) })
    valueOf(history.beginRun(start))
    tell({ kind: 'begun', runId, conversationId: start.conversationId, prompt: start.prompt.text })
    const whole = (count % 7) * 1_500
    for (let length = 700; length < whole; length += 700) {
      valueOf(history.savePartial(runId, textOf(runId, length), '', 5))
      tell({ kind: 'partial', runId, length })
    }
    valueOf(history.endRun(runId, endOf(textOf(runId, whole))))
    tell({ kind: 'ended', runId, length: whole })
    last = { conversationId: start.conversationId, parentId: runId }
  }
}

const [, program, folder, task] = process.argv
if (import.meta.filename === program && folder !== undefined) {
  if (task === 'write') await write(folder)
  const reply = await openHistory(folder, { searchWorker })
  tell({ kind: 'opened', reply: reply.ok ? { ok: true } : reply })
  if (reply.ok) await reply.value.close()
}
