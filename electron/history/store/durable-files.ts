// Files that are whole or not there at all, through a power cut too. Hides what the disk has to be asked for that.

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** SQLite's own two beside a file of its. */
export const sidecarSuffixes = ['-wal', '-shm'] as const

/** Makes the file empty, for this user alone, and forgets what an earlier try left there. SQLite gives its companions its rights. */
export function createEmptyFile(path: string): void {
  removeDatabaseFiles(path)
  writeFileSync(path, '', { mode: 0o600, flag: 'wx' })
}

/** Removes a database's file with what SQLite put beside it. */
export function removeDatabaseFiles(path: string): void {
  for (const suffix of ['', ...sidecarSuffixes]) rmSync(path + suffix, { force: true })
}

/** Gives a file that is complete its name. The file comes to the disk before the name does. */
export function moveDurably(from: string, to: string): void {
  fsyncPath(from, 'r+')
  renameSync(from, to)
  fsyncFolder(dirname(to))
}

/** Makes the names in a folder last. Windows has no such call and needs none. */
export function fsyncFolder(folder: string): void {
  if (process.platform !== 'win32') fsyncPath(folder, 'r')
}

function fsyncPath(path: string, mode: 'r' | 'r+'): void {
  const handle = openSync(path, mode)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
