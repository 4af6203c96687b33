// Makes what was deleted unreadable: rows, the words to search by, the journal, and copies that SQLite left between rows.
// Hides that this is done in short steps, so that a long conversation being forgotten is felt by nobody.

import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { succeeded, type Reply } from '../../../shared/errors.ts'
import { attempt } from '../failure.ts'
import { leftImage } from './images.ts'

const stepMs = 8
/** Pages of the search index that one step merges. */
const mergedPages = 16

/** Up to these sizes, in bytes, the file is rewritten while it is in use, or else when it is closed. */
export interface RewrittenUpTo {
  readonly atOnce: number
  readonly atEnd: number
}
/** What is rewritten in a blink, and in a second or two: about a hundred thousand messages. */
const usual: RewrittenUpTo = { atOnce: 16 * 1024 * 1024, atEnd: 128 * 1024 * 1024 }

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

export function createPurge(database: Database, rewrittenUpTo: RewrittenUpTo = usual): Purge {
  const doomed = database.prepare<[number], { readonly number: number }>(
    // A run that is still being carried out keeps its conversation: its end has to be saved somewhere.
    `select number from conversations where deleted_at <= ? and not exists (
       select 1 from runs join messages on messages.number = runs.answer
       where outcome = 'running' and messages.conversation = conversations.number)
     limit 1`,
  )
  const doomedMessage = database.prepare<[number], { readonly number: number }>(
    // With the newest first of what went at one time, none drags along what follows it. A run that still goes on keeps all of them.
    `select number from messages where deleted_at <= ? and conversation not in (
       select conversation from runs join messages on messages.number = runs.answer where outcome = 'running' and messages.deleted_at is not null)
     order by deleted_at desc, number desc limit 1`,
  )
  const note = database.prepare<[]>('insert or ignore into traces (row) values (1)')
  const unnote = database.prepare<[]>('delete from traces')
  const noted = database.prepare<[]>('select 1 from traces')
  // The newest first: a message goes before the one it answers, so that no step drags a whole tree along.
  const deleteNewest = ['texts', 'messages'].map((table) =>
    database.prepare<[number]>(`delete from ${table} where number = (select max(number) from ${table} where conversation = ?)`),
  )
  const deleteNewestText = database.prepare<[number]>('delete from texts where number = (select max(number) from texts where message = ?)')
  const deleteMessage = database.prepare<[number]>('delete from messages where number = ?')
  const left = leftImage(database)
  const deleteImage = database.prepare<[number]>('delete from images where number = ?')
  const deleteConversation = database.prepare<[number]>('delete from conversations where number = ?')
  const merge = database.prepare<[number]>(`insert into words (words, rank) values ('merge', ?)`)
  const setSecureDelete = database.prepare<[0 | 1]>(`insert into words (words, rank) values ('secure-delete', cast(? as integer))`)
  const changes = database.prepare<[], number>('select total_changes()').pluck()
  let merging: 'not begun' | 'begun' | 'done' = 'not begun'

  function size(): number {
    return Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }))
  }

  function beginForgetting(): void {
    merging = 'not begun'
    if (noted.get() !== undefined) return
    note.run()
    // FTS5 only notes what is deleted, and forgets it when it merges its parts. Merging the index of a huge history takes minutes,
    // so there it has to take out word by word, which is slow in another way and leaves beginnings of words behind.
    setSecureDelete.run(size() > rewrittenUpTo.atEnd ? 1 : 0)
  }

  const forgetSome = database.transaction((conversation: number) => {
    const end = performance.now() + stepMs
    beginForgetting()
    for (const statement of deleteNewest) while (statement.run(conversation).changes > 0) if (performance.now() > end) return
    deleteConversation.run(conversation)
  })

  const forgetMessages = database.transaction((deletedBefore: number) => {
    const end = performance.now() + stepMs
    beginForgetting()
    for (let next = doomedMessage.get(deletedBefore); next !== undefined; next = doomedMessage.get(deletedBefore)) {
      while (deleteNewestText.run(next.number).changes > 0) if (performance.now() > end) return
      deleteMessage.run(next.number)
    }
  })

  const forgetImages = database.transaction((keptBefore: number) => {
    const end = performance.now() + stepMs
    beginForgetting()
    for (let next = left.get(keptBefore); next !== undefined && performance.now() < end; next = left.get(keptBefore)) {
      deleteImage.run(next.number)
    }
  })

  /** Merges a little more of the index into one part that holds nothing deleted. */
  function mergeSome(): void {
    const before = changes.get() ?? 0
    // A negative number first tells FTS5 to merge all that there is now; a merge that changed fewer than two rows was the last.
    merge.run(merging === 'begun' ? mergedPages : -mergedPages)
    merging = merging === 'begun' && (changes.get() ?? 0) - before < 2 ? 'done' : 'begun'
  }

  /** SQLite leaves copies of rows in the unused room of pages when it moves rows about. Only a new file is free of them. */
  function rewrite(): void {
    // It works on a copy, and a large one does not belong in memory.
    database.pragma(`temp_store = ${size() <= rewrittenUpTo.atOnce ? 'memory' : 'file'}`)
    database.exec('vacuum; delete from traces; pragma temp_store = memory')
  }

  /** Does the next short piece of work; false when there is none left. */
  function step(deletedBefore: number): boolean {
    if (!database.open) return false
    const next = doomed.get(deletedBefore)
    if (next !== undefined) forgetSome.immediate(next.number)
    else if (doomedMessage.get(deletedBefore) !== undefined) forgetMessages.immediate(deletedBefore)
    else if (left.get(deletedBefore) !== undefined) forgetImages.immediate(deletedBefore)
    else if (noted.get() === undefined) return false
    else if (merging !== 'done' && size() <= rewrittenUpTo.atEnd) mergeSome()
    else {
      if (size() <= rewrittenUpTo.atOnce) rewrite()
      else if (size() > rewrittenUpTo.atEnd) unnote.run()
      // SECURITY: the journal still holds what the file no longer does.
      database.pragma('wal_checkpoint(truncate)')
      return false
    }
    return true
  }

  return {
    async purgeDeleted(deletedBefore) {
      for (;;) {
        const stepped = attempt(() => succeeded(step(deletedBefore)))
        if (!stepped.ok) return stepped
        if (!stepped.value) return succeeded(undefined)
        // At least as long for everything else as for this.
        await pause(stepMs)
      }
    },
    finish() {
      if (merging === 'done' && noted.get() !== undefined) rewrite()
    },
  }
}
