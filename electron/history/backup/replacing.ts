// Putting another file in the history's place. Hides that this takes several steps: once the first is taken the others follow, at
// the next start if need be, so that whatever ends the program leaves the old history or the new one, and each of them whole.

import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { damagedName, replacedName } from './backup-names.ts'
import { companions, moveLasting, syncFolder } from '../store/lasting.ts'

export const fileName = 'history.sqlite'
/** Where backups lie, and what a backup took the place of. */
export const backupsFolder = 'backups'
/** Where damaged histories are kept, for whoever can mend them. Nothing here is ever deleted by Parley. */
export const damagedFolder = 'damaged'

/** A complete history under a name of its own. */
export interface Next {
  readonly file: string
}

/** What becomes of the history that is there now. The next one's name tells it, so that a later start knows as well. */
export type Over = 'sound' | 'damaged'
const nextNames: Readonly<Record<Over, string>> = { sound: 'history.next.sqlite', damaged: 'history.next-over-damaged.sqlite' }

/** The database's file and what SQLite put beside it: those that exist. */
export function filesOf(file: string): readonly string[] {
  return ['', ...companions].map((suffix) => file + suffix).filter((path) => existsSync(path))
}

/** Decides that `next` is the history from now on. The one that is there must be closed; it is moved aside when it is opened next. */
export function decideOn({ file }: Next, over: Over): void {
  moveLasting(file, join(dirname(file), nextNames[over]))
}

/** Takes the steps that are left of a replacement that was decided on. None, as a rule. */
export function finishReplacing(folder: string): void {
  for (const over of ['sound', 'damaged'] as const) {
    const next = join(folder, nextNames[over])
    const made = statSync(next, { throwIfNoEntry: false })
    if (made === undefined) continue
    // From the time of the file: a second start that goes on here must choose the same name.
    const aside =
      over === 'sound' ? join(folder, backupsFolder, replacedName(made.mtimeMs)) : join(folder, damagedFolder, damagedName(made.mtimeMs))
    mkdirSync(dirname(aside), { recursive: true, mode: 0o700 })
    const file = join(folder, fileName)
    for (const path of filesOf(file)) renameSync(path, aside + basename(path).slice(fileName.length))
    syncFolder(dirname(aside))
    moveLasting(next, file)
  }
}
