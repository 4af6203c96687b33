// Search over the history, on a thread of its own. Hides the thread: started at the first search, and anew after it failed.

import { Worker } from 'node:worker_threads'
import { failed, type Reply } from '../shared/errors.ts'
import type { SearchHit } from '../shared/types/conversations.ts'

type Found = Reply<readonly SearchHit[]>

export interface Question {
  readonly id: number
  readonly query: string
}

export interface Search {
  /** The newest fifty messages in which all the words occur. Fails with `history-damaged`, or `internal` when the thread ended. */
  readonly find: (query: string) => Promise<Found>
  /** To be awaited before the history is closed. Searches under way fail. */
  readonly close: () => Promise<void>
}

/**
 * @param file the database's file
 * @param program the path of search-worker as it stands in this build
 */
export function createSearch(file: string, program: string | URL): Search {
  const waiting = new Map<number, (found: Found) => void>()
  let worker: Worker | null = null
  let lastId = 0

  function start(): Worker {
    // SECURITY: the environment may hold a key, and no path of ours needs any of it.
    const started = new Worker(program, { workerData: file, env: {}, execArgv: [], name: 'search' })
    started.on('message', ({ id, reply }: { readonly id: number; readonly reply: Found }) => settle(id, reply))
    started.on('error', (error) => end(started, error.message))
    started.on('exit', () => end(started, 'The thread ended'))
    return started
  }

  function settle(id: number, found: Found): void {
    waiting.get(id)?.(found)
    waiting.delete(id)
    // A thread that only waits is no reason to keep the program from ending.
    if (waiting.size === 0) worker?.unref()
  }

  function end(ended: Worker, why: string): void {
    if (worker !== ended) return
    worker = null
    for (const id of waiting.keys()) settle(id, failed('internal', why))
  }

  return {
    find(query) {
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        worker ??= start()
        worker.ref()
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
        worker.postMessage({ id, query } satisfies Question)
      })
    },
    async close() {
      await worker?.terminate()
    },
  }
}
