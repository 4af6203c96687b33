// The files of one SQLite database: the database's own and the two that SQLite puts beside it.

import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** The endings of the files that SQLite puts beside a database: its write-ahead log and that log's index. */
const sidecarSuffixes = ['-wal', '-shm'] as const

/** The database's file and its sidecars: those that exist. */
export function listDatabaseFiles(file: string): readonly string[] {
  return ['', ...sidecarSuffixes].map((suffix) => file + suffix).filter((path) => existsSync(path))
}

/** Makes an empty file, readable by this user only, and removes what an earlier attempt left. SQLite gives sidecars the same permissions. */
export function createEmptyFile(path: string): void {
  removeDatabaseFiles(path)
  writeFileSync(path, '', { mode: 0o600, flag: 'wx' })
}

/** Removes a database and its sidecars. */
export function removeDatabaseFiles(path: string): void {
  for (const suffix of ['', ...sidecarSuffixes]) rmSync(path + suffix, { force: true })
}
