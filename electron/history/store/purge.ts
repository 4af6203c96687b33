// Makes deleted content unreadable: rows, the search index, the journal, and copies that SQLite left in unused space. Hides that this is
// done in short steps, so that purging a long conversation blocks nothing.

import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { succeeded, type Reply } from '../../../shared/failures.ts'
import { attempt } from '../failure.ts'
import { prepareUnusedImageQuery } from './images.ts'

const stepMs = 8
/** Pages of the search index that one step merges. */
const pagesPerMerge = 16

/** The sizes, in bytes, up to which the file is rewritten while it is open, or else when it is closed. */
export interface VacuumLimits {
  readonly whileOpen: number
  readonly onClose: number
}
/** Rewriting takes an instant up to the first limit, and a second or two up to the second, which is about 100,000 messages. */
const defaultVacuumLimits: VacuumLimits = { whileOpen: 16 * 1024 * 1024, onClose: 128 * 1024 * 1024 }

export interface Purge {
  /**
   * Purges what was deleted at or before this time (milliseconds since 1970), and the images saved by then that no prompt and no draft
   * has. Continues where an earlier purge was cut off. Resolves when it is done, or when the history is closed meanwhile.
   */
  readonly purgeDeleted: (deletedBefore: number) => Promise<Reply<void>>
  /** Rewrites a file that is too large to be rewritten while it is open. Call it before closing. */
  readonly finish: () => void
}

export function createPurge(database: Database, vacuumLimits: VacuumLimits = defaultVacuumLimits): Purge {
  const statements = prepareStatements(database)
  let mergeState: 'not begun' | 'begun' | 'done' = 'not begun'

  function getFileSize(): number {
    return Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }))
  }

  const isUnfinished = (): boolean => statements.unfinished.get() !== undefined

  function beginDeletion(): void {
    mergeState = 'not begun'
    if (isUnfinished()) return
    statements.setUnfinished.run()
    // FTS5 only marks entries as deleted until it merges its segments. In a huge history a merge would take minutes. There it removes
    // each word at once instead, which makes deleting slow and leaves some beginnings of words behind.
    statements.setSecureDelete.run(getFileSize() > vacuumLimits.onClose ? 1 : 0)
  }

  const deleteConversationStep = database.transaction((conversation: number) => {
    const end = performance.now() + stepMs
    beginDeletion()
    for (const statement of statements.deleteNewest) while (statement.run(conversation).changes > 0) if (performance.now() > end) return
    statements.deleteConversation.run(conversation)
  })

  const deleteMessagesStep = database.transaction((deletedBefore: number) => {
    const end = performance.now() + stepMs
    beginDeletion()
    const findNext = () => statements.expiredMessage.get(deletedBefore)
    for (let message = findNext(); message !== undefined; message = findNext()) {
      while (statements.deleteNewestText.run(message).changes > 0) if (performance.now() > end) return
      statements.deleteMessage.run(message)
    }
  })

  const deleteImagesStep = database.transaction((savedBefore: number) => {
    const end = performance.now() + stepMs
    beginDeletion()
    const findNext = () => statements.unusedImage.get(savedBefore)
    for (let image = findNext(); image !== undefined && performance.now() < end; image = findNext()) statements.deleteImage.run(image)
  })

  /** Merges a little more of the index into one segment that holds nothing deleted. */
  function mergeIndexStep(): void {
    const before = statements.totalChanges.get() ?? 0
    // A negative number makes FTS5 start a merge of all segments there are now. A merge that changed fewer than two rows was the last.
    statements.merge.run(mergeState === 'begun' ? pagesPerMerge : -pagesPerMerge)
    mergeState = mergeState === 'begun' && (statements.totalChanges.get() ?? 0) - before < 2 ? 'done' : 'begun'
  }

  /** When SQLite moves rows, it leaves copies in the unused space of pages. Only a rewritten file is free of them. */
  function vacuum(): void {
    // VACUUM works on a copy, and a large one does not belong in memory.
    database.pragma(`temp_store = ${getFileSize() <= vacuumLimits.whileOpen ? 'memory' : 'file'}`)
    database.exec('vacuum; delete from unfinished_purge; pragma temp_store = memory')
  }

  /** Does the next short step; false if none is left. */
  function runNextStep(deletedBefore: number): boolean {
    if (!database.open) return false
    const conversation = statements.expiredConversation.get(deletedBefore)
    if (conversation !== undefined) deleteConversationStep.immediate(conversation)
    else if (statements.expiredMessage.get(deletedBefore) !== undefined) deleteMessagesStep.immediate(deletedBefore)
    else if (statements.unusedImage.get(deletedBefore) !== undefined) deleteImagesStep.immediate(deletedBefore)
    else if (!isUnfinished()) return false
    else if (mergeState !== 'done' && getFileSize() <= vacuumLimits.onClose) mergeIndexStep()
    else {
      if (getFileSize() <= vacuumLimits.whileOpen) vacuum()
      else if (getFileSize() > vacuumLimits.onClose) statements.clearUnfinished.run()
      // SECURITY: the journal still holds the content that the file no longer has.
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
        // Leaves other work at least as much time as this takes.
        await pause(stepMs)
      }
    },
    finish() {
      if (mergeState === 'done' && isUnfinished()) vacuum()
    },
  }
}

function prepareStatements(database: Database) {
  const queryNumber = <Params extends unknown[]>(source: string) => database.prepare<Params, number>(source).pluck()
  return {
    // A conversation is kept while one of its runs is running, because the end of the run has to be saved.
    expiredConversation: queryNumber<[number]>(
      `select number from conversations where deleted_at <= ? and not exists (
         select 1 from runs join messages on messages.number = runs.answer
         where outcome = 'running' and messages.conversation = conversations.number)
       limit 1`,
    ),
    // Of messages deleted together the newest goes first, so that no step cascades to a whole branch. A running run keeps all of them.
    expiredMessage: queryNumber<[number]>(
      `select number from messages where deleted_at <= ? and conversation not in (
         select conversation from runs join messages on messages.number = runs.answer where outcome = 'running' and messages.deleted_at is not null)
       order by deleted_at desc, number desc limit 1`,
    ),
    // Newest first: a reply goes before its parent, so that no step cascades to a whole tree.
    deleteNewest: ['texts', 'messages'].map((table) =>
      database.prepare<[number]>(`delete from ${table} where number = (select max(number) from ${table} where conversation = ?)`),
    ),
    deleteNewestText: database.prepare<[number]>('delete from texts where number = (select max(number) from texts where message = ?)'),
    deleteMessage: database.prepare<[number]>('delete from messages where number = ?'),
    deleteConversation: database.prepare<[number]>('delete from conversations where number = ?'),
    unusedImage: prepareUnusedImageQuery(database),
    deleteImage: database.prepare<[number]>('delete from images where number = ?'),
    unfinished: database.prepare<[]>('select 1 from unfinished_purge'),
    setUnfinished: database.prepare<[]>('insert or ignore into unfinished_purge (row) values (1)'),
    clearUnfinished: database.prepare<[]>('delete from unfinished_purge'),
    merge: database.prepare<[number]>(`insert into search_index (search_index, rank) values ('merge', ?)`),
    setSecureDelete: database.prepare<[0 | 1]>(
      `insert into search_index (search_index, rank) values ('secure-delete', cast(? as integer))`,
    ),
    totalChanges: queryNumber<[]>('select total_changes()'),
  }
}
