// Searches the history and reads searchable text, on a separate thread. Hides the thread: it starts with the first request, and again
// with the next request after it failed.

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
  /** Finds the newest fifty messages that contain all the words. Fails with `history-damaged`, or `internal` if the thread ends. */
  readonly find: (query: string) => Promise<Reply<readonly SearchHit[]>>
  /** Reads a page of the messages before one, in order. Fails as `find` does, and with `bad-input` if there is no such message. */
  readonly readText: (conversationId: string, before: string) => Promise<Reply<SearchablePage>>
  /** Await it before closing the history. Pending requests fail. */
  readonly close: () => Promise<void>
}

/**
 * @param file the database file
 * @param workerPath the path of the search worker in this build
 */
export function createSearch(file: string, workerPath: string | URL): Search {
  const pending = new Map<number, (reply: Reply<never>) => void>()
  let worker: Worker | null = null
  let lastId = 0

  function startWorker(): Worker {
    // SECURITY: the environment may hold a key, and the thread needs no variable.
    const newWorker = new Worker(workerPath, { workerData: file, env: {}, execArgv: [], name: 'search' })
    // `never`, because only the caller of `send` knows the type of its reply.
    newWorker.on('message', ({ id, reply }: { readonly id: number; readonly reply: Reply<never> }) => settle(id, reply))
    newWorker.on('error', (error) => handleExit(newWorker, error.message))
    newWorker.on('exit', () => handleExit(newWorker, 'The thread ended'))
    return newWorker
  }

  function settle(id: number, reply: Reply<never>): void {
    pending.get(id)?.(reply)
    pending.delete(id)
    // An idle thread must not keep the process from ending.
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
