// Putting another file in the history's place. Hides that this takes several steps: once the first is taken the others follow, at
// the next start if need be, so that whatever ends the program leaves the old history or the new one, and each of them whole.

import { mkdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { damagedFileName, replacedFileName } from './backup-files.ts'
import { moveDurably, syncFolder } from '../../files/durable-files.ts'
import { listDatabaseFiles } from '../store/database-files.ts'

export const historyFileName = 'history.sqlite'
/** Where backups lie, and what a backup took the place of. */
export const backupsFolder = 'backups'
/** Where damaged histories are kept, for whoever can mend them. Nothing here is ever deleted by Parley. */
export const damagedFolder = 'damaged'

/** A complete history under a name of its own. */
export interface PreparedHistory {
  readonly file: string
}

/** What becomes of the history that is there now. The next one's name tells it, so that a later start knows as well. */
export type ReplacedHistoryState = 'sound' | 'damaged'
const preparedFileNames: Readonly<Record<ReplacedHistoryState, string>> = {
  sound: 'history.next.sqlite',
  damaged: 'history.next-over-damaged.sqlite',
}

/** Decides that `next` is the history from now on. The one that is there must be closed; it is moved aside when it is opened next. */
export function commitReplacement({ file }: PreparedHistory, state: ReplacedHistoryState): void {
  moveDurably(file, join(dirname(file), preparedFileNames[state]))
}

/** Takes the steps that are left of a replacement that was decided on. None, as a rule. */
export function finishReplacement(folder: string): void {
  for (const state of ['sound', 'damaged'] as const) {
    const preparedFile = join(folder, preparedFileNames[state])
    const stats = statSync(preparedFile, { throwIfNoEntry: false })
    if (stats === undefined) continue
    // From the time of the file: a second start that goes on here must choose the same name.
    const asidePath =
      state === 'sound'
        ? join(folder, backupsFolder, replacedFileName(stats.mtimeMs))
        : join(folder, damagedFolder, damagedFileName(stats.mtimeMs))
    mkdirSync(dirname(asidePath), { recursive: true, mode: 0o700 })
    const file = join(folder, historyFileName)
    for (const path of listDatabaseFiles(file)) renameSync(path, asidePath + basename(path).slice(historyFileName.length))
    syncFolder(dirname(asidePath))
    moveDurably(preparedFile, file)
  }
}
