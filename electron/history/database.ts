// Opens the history's database file. The only user of better-sqlite3 at run time. Hides the settings that make commits durable and the
// file private, and how a damaged file is told from a new one: a new file gets its name only when it is complete, so an empty file is
// damaged.

import { accessSync, constants, chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type sqlite3 from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { attempt } from './failure.ts'
import { moveDurably } from '../files/durable-files.ts'
import { createEmptyFile, listDatabaseFiles } from './database-files.ts'
import { migrate, migrations as allMigrations, readVersion, type Migrations } from './migrate.ts'
import { historyFileName, finishReplacement, type PreparedHistory } from './backup/replace-history.ts'

type Sqlite = typeof sqlite3

const unfinishedFileName = 'history.making.sqlite'
/** Every SQLite file starts with a header of this size. Bytes. */
const headerLength = 100

export interface DatabaseOptions {
  /** Awaited before a history of an earlier version is migrated. If it fails, opening fails and the history stays as it is. */
  readonly beforeMigrating?: (() => Promise<Reply<unknown>>) | undefined
  readonly migrations?: Migrations | undefined
}

/**
 * Opens the history in `folder` and migrates it to the newest version; creates folder and file if they do not exist. Fails with
 * `history-damaged` or `history-newer`, leaving the file as it is, and with `history-full-disk` or `history-cannot-write`.
 */
export async function openDatabase(
  folder: string,
  { beforeMigrating, migrations = allMigrations }: DatabaseOptions = {},
): Promise<Reply<Database>> {
  const sqlite = await loadSqlite()
  const file = join(folder, historyFileName)
  const version = attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    restrictPermissions(folder)
    finishReplacement(folder)
    if (!existsSync(file)) {
      // SQLite would discard a journal without its file, and with it the newest commits.
      if (getFileSize(`${file}-wal`) > 0) return failed('history-damaged', 'The file is missing, but its journal exists')
      moveDurably(createEmptyDatabase(sqlite, folder, migrations), file)
    }
    for (const path of listDatabaseFiles(file)) restrictPermissions(path)
    // SQLite opens a read-only file without an error, and would fail at the first prompt.
    for (const path of [folder, file]) accessSync(path, constants.W_OK)
    return inspect(sqlite, file, migrations.length)
  })
  if (!version.ok) return version
  if (version.value < migrations.length && beforeMigrating !== undefined) {
    const prepared = await beforeMigrating()
    if (!prepared.ok) return prepared
  }
  return attempt(() => succeeded(openAndMigrate(sqlite, file, migrations)))
}

/** Creates an empty history that is ready to replace the current one. */
export async function prepareEmpty(folder: string, migrations: Migrations): Promise<Reply<PreparedHistory>> {
  const sqlite = await loadSqlite()
  return attempt(() => succeeded({ file: createEmptyDatabase(sqlite, folder, migrations) }))
}

/** Opens a second connection, for another thread, that can only read. */
export async function openReadOnly(file: string): Promise<Reply<Database>> {
  const sqlite = await loadSqlite()
  return attempt(() => {
    const database = new sqlite(file, { readonly: true, fileMustExist: true })
    database.pragma('temp_store = memory')
    return succeeded(database)
  })
}

/**
 * Prepares a copy of a history for use: switches it to the write-ahead log, for which SQLite needs a rollback journal. If a crash left such
 * a journal with the history itself, a connection that only reads could no longer open it.
 */
export async function enableWal(file: string): Promise<Reply<void>> {
  const sqlite = await loadSqlite()
  return attempt(() => {
    const database = new sqlite(file, { fileMustExist: true })
    try {
      database.pragma('journal_mode = wal')
    } finally {
      database.close()
    }
    return succeeded(undefined)
  })
}

/** Loads the package on first use, so that the window's first paint does not wait for it. */
async function loadSqlite(): Promise<Sqlite> {
  const { default: sqlite } = await import('better-sqlite3')
  return sqlite
}

function openAndMigrate(sqlite: Sqlite, file: string, migrations: Migrations): Database {
  const database = new sqlite(file, { fileMustExist: true, timeout: 2_000 })
  try {
    configure(database)
    migrate(database, migrations)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function configure(database: Database): void {
  database.pragma('journal_mode = wal')
  // For WAL, better-sqlite3 defaults to NORMAL, which can lose the last commits in a power cut. An acknowledged save must survive one.
  database.pragma('synchronous = full')
  database.pragma('foreign_keys = on')
  // SECURITY: deleted text is overwritten, no text goes to temporary files, and the schema cannot call unsafe functions.
  database.pragma('secure_delete = on')
  database.pragma('temp_store = memory')
  database.pragma('trusted_schema = off')
}

/** Creates a new history under a temporary name, complete and on the disk. Returns its path. */
function createEmptyDatabase(sqlite: Sqlite, folder: string, migrations: Migrations): string {
  const file = join(folder, unfinishedFileName)
  createEmptyFile(file)
  const database = new sqlite(file)
  try {
    configure(database)
    migrate(database, migrations)
  } finally {
    database.close()
  }
  return file
}

/** Looks for reasons not to open the file, without changing a byte of it. Returns its version. */
function inspect(sqlite: Sqlite, file: string, latestVersion: number): Reply<number> {
  // SQLite would take an empty file for a new database and discard its journal.
  if (getFileSize(file) < headerLength) return failed('history-damaged', 'The file is empty or truncated')
  // Closing a connection that can write would move the journal into the file, so inspect with one that cannot.
  const database = new sqlite(file, { readonly: true, fileMustExist: true })
  try {
    const version = readVersion(database)
    if (version === 0) return failed('history-damaged', 'Not a database of Parley')
    if (version > latestVersion) return failed('history-newer', `Version ${version}, newest known ${latestVersion}`)
    if (isTruncated(database, file)) return failed('history-damaged', 'The file is truncated')
    for (const query of quickChecks) database.prepare(query).all()
    return succeeded(version)
  } finally {
    database.close()
  }
}

/** Whether more pages are missing at the end of the file than its journal can hold. SQLite would notice only when it reads there. */
function isTruncated(database: Database, file: string): boolean {
  const pageSize = Number(database.pragma('page_size', { simple: true }))
  const missingPages = Number(database.pragma('page_count', { simple: true })) - getFileSize(file) / pageSize
  return missingPages > getFileSize(`${file}-wal`) / pageSize
}

/** Touches the schema and both ends of the tables that are read first. Checking every page takes seconds: the backup does that. */
const quickChecks = [
  'select count(*) from sqlite_schema',
  'select * from conversations order by number desc limit 1',
  'select max(number) from messages',
  'select number, kind from texts order by number desc limit 1',
  'select number, kind from texts order by number limit 1',
]

/** Removes all access by other users, which a copy or a restore may have added. */
function restrictPermissions(path: string): void {
  const { mode } = statSync(path)
  if ((mode & 0o077) !== 0) chmodSync(path, mode & 0o700)
}

function getFileSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
