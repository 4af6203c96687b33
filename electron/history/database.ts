// Opens the history's file, and only it imports better-sqlite3. Hides what makes a commit last, what keeps the file private, and
// how damage is told from a history that is new: the file is made elsewhere and put in its place complete, so an empty one is damage.

import { accessSync, constants, chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type sqlite3 from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { attempt } from './failure.ts'
import { moveDurably } from '../files/durable-files.ts'
import { createEmptyFile, listDatabaseFiles } from './store/database-files.ts'
import { migrate, latestVersion, readVersion } from './migrate.ts'
import { historyFileName, finishReplacement, type PreparedHistory } from './backup/replace-history.ts'

type Sqlite = typeof sqlite3

const unfinishedFileName = 'history.making.sqlite'
/** No database is shorter than its head. Bytes. */
const headerLength = 100

/**
 * Opens the history in `folder`, making both where there is none and bringing it up to date. Fails with `history-damaged` and
 * `history-newer`, leaving the file as it is; `history-full-disk`; `history-cannot-write`.
 * @param beforeMigrating is awaited before a history of an earlier version is touched; when it fails, it is left as it is
 */
export async function openDatabase(
  folder: string,
  beforeMigrating: () => Promise<Reply<unknown>> = async () => succeeded(undefined),
): Promise<Reply<Database>> {
  const sqlite = await loadSqlite()
  const file = join(folder, historyFileName)
  const version = attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    restrictPermissions(folder)
    finishReplacement(folder)
    if (!existsSync(file)) {
      // SQLite would throw the journal away, and with it what was saved last.
      if (getFileSize(`${file}-wal`) > 0) return failed('history-damaged', 'The file is missing; its journal is there')
      moveDurably(createEmpty(sqlite, folder), file)
    }
    for (const path of listDatabaseFiles(file)) restrictPermissions(path)
    // SQLite would open a file it may not write without a word, and fail at the first prompt.
    for (const path of [folder, file]) accessSync(path, constants.W_OK)
    return inspect(sqlite, file)
  })
  if (!version.ok) return version
  const beforeResult = version.value === latestVersion ? succeeded(undefined) : await beforeMigrating()
  return beforeResult.ok ? attempt(() => succeeded(openAndMigrate(sqlite, file))) : beforeResult
}

/** Makes an empty history that waits to be put in the place of the one that is there. */
export async function prepareEmpty(folder: string): Promise<Reply<PreparedHistory>> {
  const sqlite = await loadSqlite()
  return attempt(() => succeeded({ file: createEmpty(sqlite, folder) }))
}

/** A second connection that can only read, for another thread. */
export async function openReadOnly(file: string): Promise<Reply<Database>> {
  const sqlite = await loadSqlite()
  return attempt(() => {
    const database = new sqlite(file, { readonly: true, fileMustExist: true })
    database.pragma('temp_store = memory')
    return succeeded(database)
  })
}

/** Loaded when needed: the window's first paint does not wait for it. */
async function loadSqlite(): Promise<Sqlite> {
  const { default: sqlite } = await import('better-sqlite3')
  return sqlite
}

function openAndMigrate(sqlite: Sqlite, file: string): Database {
  const database = new sqlite(file, { fileMustExist: true, timeout: 2_000 })
  try {
    configure(database)
    migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function configure(database: Database): void {
  database.pragma('journal_mode = wal')
  // SQLite's default beside WAL lets a power cut undo the last commits. What we acknowledge must last.
  database.pragma('synchronous = full')
  database.pragma('foreign_keys = on')
  // SECURITY: deleted text is overwritten; no text goes to temporary files; no function runs from the schema.
  database.pragma('secure_delete = on')
  database.pragma('temp_store = memory')
  database.pragma('trusted_schema = off')
}

/** Makes a new history under another name, complete and on the disk, and gives its path. */
function createEmpty(sqlite: Sqlite, folder: string): string {
  const file = join(folder, unfinishedFileName)
  createEmptyFile(file)
  const database = new sqlite(file)
  try {
    configure(database)
    migrate(database)
  } finally {
    database.close()
  }
  return file
}

/** Looks for reasons not to open the file, without changing a byte of it. Gives its version. */
function inspect(sqlite: Sqlite, file: string): Reply<number> {
  // An empty file would pass for a new history, and its journal be thrown away.
  if (getFileSize(file) < headerLength) return failed('history-damaged', 'The file is empty or cut short')
  // Closing a connection that may write would move the journal into the file: look with one that may not.
  const database = new sqlite(file, { readonly: true, fileMustExist: true })
  try {
    const version = readVersion(database)
    if (version === 0) return failed('history-damaged', 'The database is not of Parley')
    if (version > latestVersion) return failed('history-newer', `Version ${version}, newest known ${latestVersion}`)
    if (isTruncated(database, file)) return failed('history-damaged', 'The file is cut short')
    for (const query of quickChecks) database.prepare(query).all()
    return succeeded(version)
  } finally {
    database.close()
  }
}

/** Whether more is missing at the file's end than its journal can hold. SQLite would meet that only when it reads there. */
function isTruncated(database: Database, file: string): boolean {
  const pageSize = Number(database.pragma('page_size', { simple: true }))
  const missingPages = Number(database.pragma('page_count', { simple: true })) - getFileSize(file) / pageSize
  return missingPages > getFileSize(`${file}-wal`) / pageSize
}

/** Touch the schema and both ends of what is read first. A check of every page takes seconds and belongs to the backup. */
const quickChecks = [
  'select count(*) from sqlite_schema',
  'select * from conversations order by number desc limit 1',
  'select max(number) from messages',
  'select number, place from texts order by number desc limit 1',
  'select number, place from texts order by number limit 1',
]

/** Takes the rights of all others away, where they have any: after a copy or a restore. */
function restrictPermissions(path: string): void {
  const { mode } = statSync(path)
  if ((mode & 0o077) !== 0) chmodSync(path, mode & 0o700)
}

function getFileSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
