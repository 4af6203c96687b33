// Makes what was deleted unreadable: rows, the words to search by, the journal, and copies that SQLite left between rows.
// Hides that this is done in short steps, so that a long conversation being forgotten is felt by nobody.

import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { succeeded, type Reply } from '../../../shared/failures.ts'
import { attempt } from '../failure.ts'
import { prepareUnusedImageQuery } from './images.ts'

const stepMs = 8
/** Pages of the search index that one step merges. */
const pagesPerMerge = 16

/** Up to these sizes, in bytes, the file is rewritten while it is in use, or else when it is closed. */
export interface VacuumLimits {
  readonly whileOpen: number
  readonly onClose: number
}
/** What is rewritten in a blink, and in a second or two: about a hundred thousand messages. */
const defaultVacuumLimits: VacuumLimits = { whileOpen: 16 * 1024 * 1024, onClose: 128 * 1024 * 1024 }

export interface Purge {
  /**
   * Forgets for good what was deleted at or before this time (milliseconds since 1970), with the pictures that were kept by then and
   * are in no prompt and no draft, and goes on where an earlier call was cut off. Resolves when it is done, or when the history was closed
   * meanwhile.
   */
  readonly purgeDeleted: (deletedBefore: number) => Promise<Reply<void>>
  /** Does what is left to do for a file too large to be rewritten while it is in use. To be called before closing. */
  readonly finish: () => void
}

export function createPurge(database: Database, vacuumLimits: VacuumLimits = defaultVacuumLimits): Purge {
  const expiredConversation = database.prepare<[number], { readonly number: number }>(
    // A run that is still being carried out keeps its conversation: its end has to be saved somewhere.
    `select number from conversations where deleted_at <= ? and not exists (
       select 1 from runs join messages on messages.number = runs.answer
       where outcome = 'running' and messages.conversation = conversations.number)
     limit 1`,
  )
  const expiredMessage = database.prepare<[number], { readonly number: number }>(
    // With the newest first of what went at one time, none drags along what follows it. A run that still goes on keeps all of them.
    `select number from messages where deleted_at <= ? and conversation not in (
       select conversation from runs join messages on messages.number = runs.answer where outcome = 'running' and messages.deleted_at is not null)
     order by deleted_at desc, number desc limit 1`,
  )
  const insertTraceRow = database.prepare<[]>('insert or ignore into traces (row) values (1)')
  const deleteTraceRow = database.prepare<[]>('delete from traces')
  const selectTraceRow = database.prepare<[]>('select 1 from traces')
  // The newest first: a message goes before the one it answers, so that no step drags a whole tree along.
  const deleteNewest = ['texts', 'messages'].map((table) =>
    database.prepare<[number]>(`delete from ${table} where number = (select max(number) from ${table} where conversation = ?)`),
  )
  const deleteNewestText = database.prepare<[number]>('delete from texts where number = (select max(number) from texts where message = ?)')
  const deleteMessage = database.prepare<[number]>('delete from messages where number = ?')
  const unusedImage = prepareUnusedImageQuery(database)
  const deleteImage = database.prepare<[number]>('delete from images where number = ?')
  const deleteConversation = database.prepare<[number]>('delete from conversations where number = ?')
  const merge = database.prepare<[number]>(`insert into words (words, rank) values ('merge', ?)`)
  const setSecureDelete = database.prepare<[0 | 1]>(`insert into words (words, rank) values ('secure-delete', cast(? as integer))`)
  const totalChanges = database.prepare<[], number>('select total_changes()').pluck()
  let mergeState: 'not begun' | 'begun' | 'done' = 'not begun'

  function getFileSize(): number {
    return Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }))
  }

  function beginDeletion(): void {
    mergeState = 'not begun'
    if (selectTraceRow.get() !== undefined) return
    insertTraceRow.run()
    // FTS5 only notes what is deleted, and forgets it when it merges its parts. Merging the index of a huge history takes minutes,
    // so there it has to take out word by word, which is slow in another way and leaves beginnings of words behind.
    setSecureDelete.run(getFileSize() > vacuumLimits.onClose ? 1 : 0)
  }

  const deleteConversationStep = database.transaction((conversation: number) => {
    const end = performance.now() + stepMs
    beginDeletion()
    for (const statement of deleteNewest) while (statement.run(conversation).changes > 0) if (performance.now() > end) return
    deleteConversation.run(conversation)
  })

  const deleteMessagesStep = database.transaction((deletedBefore: number) => {
    const end = performance.now() + stepMs
    beginDeletion()
    for (let next = expiredMessage.get(deletedBefore); next !== undefined; next = expiredMessage.get(deletedBefore)) {
      while (deleteNewestText.run(next.number).changes > 0) if (performance.now() > end) return
      deleteMessage.run(next.number)
    }
  })

  const deleteImagesStep = database.transaction((savedBefore: number) => {
    const end = performance.now() + stepMs
    beginDeletion()
    for (let next = unusedImage.get(savedBefore); next !== undefined && performance.now() < end; next = unusedImage.get(savedBefore)) {
      deleteImage.run(next.number)
    }
  })

  /** Merges a little more of the index into one part that holds nothing deleted. */
  function mergeIndexStep(): void {
    const before = totalChanges.get() ?? 0
    // A negative number first tells FTS5 to merge all that there is now; a merge that changed fewer than two rows was the last.
    merge.run(mergeState === 'begun' ? pagesPerMerge : -pagesPerMerge)
    mergeState = mergeState === 'begun' && (totalChanges.get() ?? 0) - before < 2 ? 'done' : 'begun'
  }

  /** SQLite leaves copies of rows in the unused room of pages when it moves rows about. Only a new file is free of them. */
  function vacuum(): void {
    // It works on a copy, and a large one does not belong in memory.
    database.pragma(`temp_store = ${getFileSize() <= vacuumLimits.whileOpen ? 'memory' : 'file'}`)
    database.exec('vacuum; delete from traces; pragma temp_store = memory')
  }

  /** Does the next short piece of work; false when there is none left. */
  function runNextStep(deletedBefore: number): boolean {
    if (!database.open) return false
    const next = expiredConversation.get(deletedBefore)
    if (next !== undefined) deleteConversationStep.immediate(next.number)
    else if (expiredMessage.get(deletedBefore) !== undefined) deleteMessagesStep.immediate(deletedBefore)
    else if (unusedImage.get(deletedBefore) !== undefined) deleteImagesStep.immediate(deletedBefore)
    else if (selectTraceRow.get() === undefined) return false
    else if (mergeState !== 'done' && getFileSize() <= vacuumLimits.onClose) mergeIndexStep()
    else {
      if (getFileSize() <= vacuumLimits.whileOpen) vacuum()
      else if (getFileSize() > vacuumLimits.onClose) deleteTraceRow.run()
      // SECURITY: the journal still holds what the file no longer does.
      database.pragma('wal_checkpoint(truncate)')
      return false
    }
    return true
  }

  return {
    async purgeDeleted(deletedBefore) {
      for (;;) {
        const stepped = attempt(() => succeeded(runNextStep(deletedBefore)))
        if (!stepped.ok) return stepped
        if (!stepped.value) return succeeded(undefined)
        // At least as long for everything else as for this.
        await pause(stepMs)
      }
    },
    finish() {
      if (mergeState === 'done' && selectTraceRow.get() !== undefined) vacuum()
    },
  }
}
