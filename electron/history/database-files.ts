// The files of one SQLite database: its own file and those that SQLite adds to it.

import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** The suffixes of the files that SQLite adds: the write-ahead log and its index, and the journal of other modes. */
const sidecarSuffixes = ['-wal', '-shm', '-journal'] as const

/** The database file and its sidecars, as far as they exist. */
export function listDatabaseFiles(file: string): readonly string[] {
  return ['', ...sidecarSuffixes].map((suffix) => file + suffix).filter((path) => existsSync(path))
}

/** Creates an empty file that only this user can read, without leftovers of an earlier attempt. SQLite gives sidecars the same permissions. */
export function createEmptyFile(path: string): void {
  removeDatabaseFiles(path)
  writeFileSync(path, '', { mode: 0o600, flag: 'wx' })
}

/** Removes a database and its sidecars. */
export function removeDatabaseFiles(path: string): void {
  for (const suffix of ['', ...sidecarSuffixes]) rmSync(path + suffix, { force: true })
}
