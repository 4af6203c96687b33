// The search thread: searches, and reads searchable text, so that a slow search blocks neither a window nor an answer. It can only read.

import { parentPort, workerData } from 'node:worker_threads'
import { succeeded, type Reply } from '../../../shared/failures.ts'
import { openReadOnly } from '../database.ts'
import { attempt } from '../failure.ts'
import { createTextReader } from './text-reader.ts'
import type { SearchRequestMessage, SearchRequest } from './search.ts'
import { createSearchReader } from './search-query.ts'

type RequestHandler = (request: SearchRequest) => Reply<unknown>

let pendingHandler: Promise<Reply<RequestHandler>> | null = null

parentPort?.on('message', (message: SearchRequestMessage) => void handleRequest(message))

async function handleRequest({ id, request }: SearchRequestMessage): Promise<void> {
  pendingHandler ??= openHandler()
  const opened = await pendingHandler
  // Tries again with the next request: the file may be readable by then.
  if (!opened.ok) pendingHandler = null
  const reply = opened.ok ? attempt(() => opened.value(request)) : opened
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
  parentPort?.postMessage({ id, reply })
}

async function openHandler(): Promise<Reply<RequestHandler>> {
  const database = await openReadOnly(String(workerData))
  if (!database.ok) return database
  const handler = attempt(() => {
    const find = createSearchReader(database.value)
    const readText = createTextReader(database.value)
    return succeeded((request: SearchRequest) =>
      request.kind === 'find' ? succeeded(find(request.query)) : readText(request.conversationId, request.before),
    )
  })
  if (!handler.ok) database.value.close()
  return handler
}
