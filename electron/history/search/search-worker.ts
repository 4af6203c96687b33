// The thread that searches, and reads what is to be searched, so that the slowest search holds up neither a window nor an answer. It can
// only read.

import { parentPort, workerData } from 'node:worker_threads'
import { succeeded, type Reply } from '../../../shared/errors.ts'
import { openReader } from '../database.ts'
import { attempt } from '../failure.ts'
import { saidReader } from './said.ts'
import type { Asked, Question } from './search.ts'
import { finder } from './search-query.ts'

type Answering = (question: Question) => Reply<unknown>

let opening: Promise<Reply<Answering>> | null = null

parentPort?.on('message', (asked: Asked) => void answer(asked))

async function answer({ id, question }: Asked): Promise<void> {
  opening ??= open()
  const opened = await opening
  // The next question may find the file in order again.
  if (!opened.ok) opening = null
  const reply = opened.ok ? attempt(() => opened.value(question)) : opened
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
  parentPort?.postMessage({ id, reply })
}

async function open(): Promise<Reply<Answering>> {
  const reader = await openReader(String(workerData))
  if (!reader.ok) return reader
  const made = attempt(() => {
    const find = finder(reader.value)
    const said = saidReader(reader.value)
    return succeeded((question: Question) =>
      question.kind === 'find' ? succeeded(find(question.query)) : said(question.conversationId, question.before),
    )
  })
  if (!made.ok) reader.value.close()
  return made
}
