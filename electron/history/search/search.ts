// Search over the history, and reading what is to be searched, on a thread of its own. Hides the thread: started at the first
// question, and anew after it failed.

import { Worker } from 'node:worker_threads'
import { failed, type Reply } from '../../../shared/errors.ts'
import type { SaidPage, SearchHit } from '../../../shared/types/conversations.ts'

export type Question =
  | { readonly kind: 'find'; readonly query: string }
  | { readonly kind: 'said'; readonly conversationId: string; readonly before: string }

export interface Asked {
  readonly id: number
  readonly question: Question
}

export interface Search {
  /** The newest fifty messages in which all the words occur. Fails with `history-damaged`, or `internal` when the thread ended. */
  readonly find: (query: string) => Promise<Reply<readonly SearchHit[]>>
  /** What was said before a message: a part of it, in order. Fails as `find` does, and with `bad-input` where there is no such message. */
  readonly said: (conversationId: string, before: string) => Promise<Reply<SaidPage>>
  /** To be awaited before the history is closed. Questions under way fail. */
  readonly close: () => Promise<void>
}

/**
 * @param file the database's file
 * @param program the path of search-worker as it stands in this build
 */
export function createSearch(file: string, program: string | URL): Search {
  const waiting = new Map<number, (reply: Reply<never>) => void>()
  let worker: Worker | null = null
  let lastId = 0

  function start(): Worker {
    // SECURITY: the environment may hold a key, and no path of ours needs any of it.
    const started = new Worker(program, { workerData: file, env: {}, execArgv: [], name: 'search' })
    // Each question is answered by what was asked for: who asked knows its type.
    started.on('message', ({ id, reply }: { readonly id: number; readonly reply: Reply<never> }) => settle(id, reply))
    started.on('error', (error) => end(started, error.message))
    started.on('exit', () => end(started, 'The thread ended'))
    return started
  }

  function settle(id: number, reply: Reply<never>): void {
    waiting.get(id)?.(reply)
    waiting.delete(id)
    // A thread that only waits is no reason to keep the program from ending.
    if (waiting.size === 0) worker?.unref()
  }

  function end(ended: Worker, why: string): void {
    if (worker !== ended) return
    worker = null
    for (const id of waiting.keys()) settle(id, failed('internal', why))
  }

  function ask<Value>(question: Question): Promise<Reply<Value>> {
    lastId += 1
    const id = lastId
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      worker ??= start()
      worker.ref()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
      worker.postMessage({ id, question } satisfies Asked)
    })
  }

  return {
    find: (query) => ask({ kind: 'find', query }),
    said: (conversationId, before) => ask({ kind: 'said', conversationId, before }),
    async close() {
      await worker?.terminate()
    },
  }
}
