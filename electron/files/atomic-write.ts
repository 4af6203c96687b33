// Files that are replaced in one piece: whoever reads one finds all of the old or all of the new, also after a crash or on a full disk.
// Written by hand, as a library that is often used for this takes a write that the disk took only half of for a whole one.

import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'

/** Writes it for this user alone to read. Throws what the system says, such as ENOSPC; the file is then what it was. */
export function writeFileAtomicSync(path: string, text: string): void {
  const { targetPath, temporaryPath } = resolvePaths(path)
  try {
    const file = openSync(temporaryPath, 'w', 0o600)
    try {
      // Goes on until the system has taken all of it, unlike a single write.
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporaryPath, targetPath)
  } catch (error) {
    rmSync(temporaryPath, { force: true })
    throw error
  }
}

/** What is being written beside files now. */
const pendingFiles = new Set<string>()

/** Removes what is being written, as the program ends: the files are then what they were. */
export function removePendingFiles(): void {
  for (const temporaryPath of pendingFiles) rmSync(temporaryPath, { force: true })
}

/**
 * The same without holding up the program, also of texts that are had one after the other; where one cannot be had, it throws what that
 * threw. Of two at a time for one file, the second must wait for the first.
 */
export async function writeFileAtomic(path: string, text: string | AsyncIterable<string>): Promise<void> {
  const { targetPath, temporaryPath } = resolvePaths(path)
  pendingFiles.add(temporaryPath)
  try {
    const file = await open(temporaryPath, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporaryPath, targetPath)
  } catch (error) {
    await rm(temporaryPath, { force: true })
    throw error
  } finally {
    pendingFiles.delete(temporaryPath)
  }
}

/** A link to a file stays one: what it leads to is replaced. What a crash left beside the file is overwritten the next time. */
function resolvePaths(path: string): { readonly targetPath: string; readonly temporaryPath: string } {
  const targetPath = existsSync(path) ? realpathSync(path) : path
  return { targetPath, temporaryPath: `${targetPath}.parley-new` }
}
