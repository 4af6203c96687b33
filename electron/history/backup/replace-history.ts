// Replaces the history file with another one. Hides that this takes several steps: after the first one the others always follow, at the
// next start if necessary. Whenever the program ends, the complete old history or the complete new one is in place.

import { mkdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { formatDamagedFileName, formatReplacedFileName } from './backup-files.ts'
import { moveDurably, syncFolder } from '../../files/durable-files.ts'
import { listDatabaseFiles } from '../database-files.ts'

export const historyFileName = 'history.sqlite'
/** Holds the backups and the histories that they replaced. */
export const backupsFolder = 'backups'
/** Holds damaged histories, which an expert may be able to repair. Parley never deletes them. */
export const damagedFolder = 'damaged'

/** A complete history under a temporary name. */
export interface PreparedHistory {
  readonly file: string
}

/** Where the replaced history moves: to the backups if it is sound, else to the damaged ones. The name of the new file records it. */
export type ReplacedHistoryState = 'sound' | 'damaged'
const preparedFileNames: Readonly<Record<ReplacedHistoryState, string>> = {
  sound: 'history.next.sqlite',
  damaged: 'history.next-over-damaged.sqlite',
}

/** Takes the first step. The current history must be closed; the other steps follow when it is opened next. */
export function commitReplacement({ file }: PreparedHistory, state: ReplacedHistoryState): void {
  moveDurably(file, join(dirname(file), preparedFileNames[state]))
}

/** Takes the remaining steps of a replacement that was committed, if there is one. */
export function finishReplacement(folder: string): void {
  for (const state of ['sound', 'damaged'] as const) {
    const preparedFile = join(folder, preparedFileNames[state])
    const stats = statSync(preparedFile, { throwIfNoEntry: false })
    if (stats === undefined) continue
    // The name comes from the file's time, so that a second start that continues here chooses the same one.
    const asidePath =
      state === 'sound'
        ? join(folder, backupsFolder, formatReplacedFileName(stats.mtimeMs))
        : join(folder, damagedFolder, formatDamagedFileName(stats.mtimeMs))
    mkdirSync(dirname(asidePath), { recursive: true, mode: 0o700 })
    const file = join(folder, historyFileName)
    for (const path of listDatabaseFiles(file)) renameSync(path, asidePath + basename(path).slice(historyFileName.length))
    syncFolder(dirname(asidePath))
    moveDurably(preparedFile, file)
  }
}
