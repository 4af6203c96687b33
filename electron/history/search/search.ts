// Search over the history, and reading what is to be searched, on a thread of its own. Hides the thread: started at the first
// question, and anew after it failed.

import { Worker } from 'node:worker_threads'
import { failed, type Reply } from '../../../shared/failures.ts'
import type { SearchablePage, SearchHit } from '../../../shared/types/search.ts'

export type SearchRequest =
  | { readonly kind: 'find'; readonly query: string }
  | { readonly kind: 'readText'; readonly conversationId: string; readonly before: string }

export interface SearchRequestMessage {
  readonly id: number
  readonly request: SearchRequest
}

export interface Search {
  /** The newest fifty messages in which all the words occur. Fails with `history-damaged`, or `internal` when the thread ended. */
  readonly find: (query: string) => Promise<Reply<readonly SearchHit[]>>
  /** What was said before a message: a part of it, in order. Fails as `find` does, and with `bad-input` where there is no such message. */
  readonly readText: (conversationId: string, before: string) => Promise<Reply<SearchablePage>>
  /** To be awaited before the history is closed. Questions under way fail. */
  readonly close: () => Promise<void>
}

/**
 * @param file the database's file
 * @param workerPath the path of search-worker as it stands in this build
 */
export function createSearch(file: string, workerPath: string | URL): Search {
  const pending = new Map<number, (reply: Reply<never>) => void>()
  let worker: Worker | null = null
  let lastId = 0

  function startWorker(): Worker {
    // SECURITY: the environment may hold a key, and no path of ours needs any of it.
    const newWorker = new Worker(workerPath, { workerData: file, env: {}, execArgv: [], name: 'search' })
    // Each question is answered by what was asked for: who asked knows its type.
    newWorker.on('message', ({ id, reply }: { readonly id: number; readonly reply: Reply<never> }) => settle(id, reply))
    newWorker.on('error', (error) => handleExit(newWorker, error.message))
    newWorker.on('exit', () => handleExit(newWorker, 'The thread ended'))
    return newWorker
  }

  function settle(id: number, reply: Reply<never>): void {
    pending.get(id)?.(reply)
    pending.delete(id)
    // A thread that only waits is no reason to keep the program from ending.
    if (pending.size === 0) worker?.unref()
  }

  function handleExit(exitedWorker: Worker, reason: string): void {
    if (worker !== exitedWorker) return
    worker = null
    for (const id of pending.keys()) settle(id, failed('internal', reason))
  }

  function send<Value>(request: SearchRequest): Promise<Reply<Value>> {
    lastId += 1
    const id = lastId
    return new Promise((resolve) => {
      pending.set(id, resolve)
      worker ??= startWorker()
      worker.ref()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
      worker.postMessage({ id, request } satisfies SearchRequestMessage)
    })
  }

  return {
    find: (query) => send({ kind: 'find', query }),
    readText: (conversationId, before) => send({ kind: 'readText', conversationId, before }),
    async close() {
      await worker?.terminate()
    },
  }
}
