// The thread that searches, so that the slowest search holds up neither a window nor an answer. It can only read.

import { parentPort, workerData } from 'node:worker_threads'
import { succeeded, type Reply } from '../shared/errors.ts'
import { openReader } from './database.ts'
import { attempt } from './failure.ts'
import type { Question } from './search.ts'
import { finder } from './search-query.ts'

type Finder = ReturnType<typeof finder>

let opening: Promise<Reply<Finder>> | null = null

parentPort?.on('message', (question: Question) => void answer(question))

async function answer({ id, query }: Question): Promise<void> {
  opening ??= open()
  const opened = await opening
  // The next search may find the file in order again.
  if (!opened.ok) opening = null
  const reply = opened.ok ? attempt(() => succeeded(opened.value(query))) : opened
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
  parentPort?.postMessage({ id, reply })
}

async function open(): Promise<Reply<Finder>> {
  const reader = await openReader(String(workerData))
  if (!reader.ok) return reader
  const made = attempt(() => succeeded(finder(reader.value)))
  if (!made.ok) reader.value.close()
  return made
}
