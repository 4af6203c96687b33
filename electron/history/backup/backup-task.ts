// What is asked of the thread that copies and checks histories, and the asking. Hides the thread: one for each task.

import { Worker } from 'node:worker_threads'
import { failed, type Reply } from '../../../shared/failures.ts'
import type { BackupContent } from '../../../shared/types/backups.ts'

/** `copy` makes a checked copy; `look` tells what is in files. */
export type BackupTask =
  | { readonly kind: 'copy'; readonly from: string; readonly to: string }
  | { readonly kind: 'inspect'; readonly files: readonly string[] }

/** What a copy holds. */
export interface BackupCopy {
  readonly version: number
  readonly content: BackupContent
}

export interface InspectedBackup {
  readonly bytes: number
  /** Null for a file that this version of Parley cannot read. */
  readonly content: BackupContent | null
}

export interface BackupTasks {
  /** Fails with `history-damaged` when the file that is read is, with `history-full-disk` or `history-cannot-write`, or `internal`. */
  readonly copy: (from: string, to: string) => Promise<Reply<BackupCopy>>
  readonly inspect: (files: readonly string[]) => Promise<Reply<readonly InspectedBackup[]>>
  /** Gives up what is being done. */
  readonly stop: () => Promise<void>
}

/** @param workerPath the path of backup-worker as it stands in this build */
export function createBackupTasks(workerPath: string | URL): BackupTasks {
  const workers = new Set<Worker>()

  function runTask<Value>(task: BackupTask): Promise<Reply<Value>> {
    return new Promise((resolve) => {
      // SECURITY: the environment may hold a key, and no path of ours needs any of it.
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
    inspect: (files) => runTask<readonly InspectedBackup[]>({ kind: 'inspect', files }),
    async stop() {
      await Promise.all([...workers].map((worker) => worker.terminate()))
    },
  }
}
