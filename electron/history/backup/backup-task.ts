// Runs backup tasks on a thread each: copies and inspects history files. Hides the threads.

import { Worker } from 'node:worker_threads'
import { failed, type Reply } from '../../../shared/failures.ts'
import type { BackupContent } from '../../../shared/types/backups.ts'

/** `copy` makes a checked copy; `restore` makes one that is ready for use; `inspect` counts the content of files. */
export type BackupTask =
  | { readonly kind: 'copy' | 'restore'; readonly from: string; readonly to: string }
  | { readonly kind: 'inspect'; readonly files: readonly string[] }

export interface BackupCopy {
  /** The version of its schema. */
  readonly version: number
  readonly content: BackupContent
}

export interface InspectedBackup {
  readonly bytes: number
  /** Null for a file that this version of Parley cannot read. */
  readonly content: BackupContent | null
}

export interface BackupTasks {
  /** Fails with `history-damaged` if the source is damaged, and with `history-full-disk`, `history-cannot-write` or `internal`. */
  readonly copy: (from: string, to: string) => Promise<Reply<BackupCopy>>
  /** Fails as `copy` does. */
  readonly restore: (from: string, to: string) => Promise<Reply<BackupCopy>>
  readonly inspect: (files: readonly string[]) => Promise<Reply<readonly InspectedBackup[]>>
  /** Aborts all tasks. */
  readonly stop: () => Promise<void>
}

/** @param workerPath the path of the backup worker in this build */
export function createBackupTasks(workerPath: string | URL): BackupTasks {
  const workers = new Set<Worker>()

  function runTask<Value>(task: BackupTask): Promise<Reply<Value>> {
    return new Promise((resolve) => {
      // SECURITY: the environment may hold a key, and the thread needs no variable.
      const worker = new Worker(workerPath, { workerData: task, env: {}, execArgv: [], name: 'backup' })
      workers.add(worker)
      worker.on('message', (reply: Reply<Value>) => resolve(reply))
      worker.on('error', (error) => resolve(failed('internal', error.message)))
      worker.on('exit', () => {
        workers.delete(worker)
        resolve(failed('internal', 'The thread ended'))
      })
    })
  }

  return {
    copy: (from, to) => runTask<BackupCopy>({ kind: 'copy', from, to }),
    restore: (from, to) => runTask<BackupCopy>({ kind: 'restore', from, to }),
    inspect: (files) => runTask<readonly InspectedBackup[]>({ kind: 'inspect', files }),
    async stop() {
      await Promise.all([...workers].map((worker) => worker.terminate()))
    },
  }
}
