// The thread that searches, so that the slowest search holds up neither a window nor an answer. It can only read.

import { parentPort, workerData } from 'node:worker_threads'
import { succeeded } from '../shared/errors.ts'
import { openReader } from './database.ts'
import { attempt } from './failure.ts'
import type { Question } from './search.ts'
import { finder } from './search-query.ts'

const find = finder(await openReader(String(workerData)))

parentPort?.on('message', ({ id, query }: Question) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
  parentPort?.postMessage({ id, reply: attempt(() => succeeded(find(query))) })
})
