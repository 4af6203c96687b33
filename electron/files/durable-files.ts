// Files that are replaced whole: after a crash, a power cut or on a full disk there is the old file or the new one, never a part.
// Hides the temporary file and the three steps: sync the file, rename it, sync its folder. Hand-written because write-file-atomic treats a
// short write as success.

import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces a file by one that only this user can read. Throws the system's error, such as ENOSPC, and then leaves the old file in place; only
 * if the last step fails, the sync of the folder, the new file is already there.
 */
export function writeFileDurablySync(path: string, text: string): void {
  const { targetPath, temporaryPath } = resolvePaths(path)
  try {
    const file = openSync(temporaryPath, 'w', 0o600)
    try {
      // Repeats a short write until all of the text is written; writeSync does not.
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
  syncFolder(dirname(targetPath))
}

/** Temporary files that `writeFileDurably` is writing now. */
const pendingFiles = new Set<string>()

/** Removes unfinished temporary files when the program quits. The files they were to replace stay as they were. */
export function removePendingFiles(): void {
  for (const temporaryPath of pendingFiles) rmSync(temporaryPath, { force: true })
}

/**
 * Like `writeFileDurablySync`, but does not block and also takes a text in chunks; an error of their source is rethrown. Two writes to one
 * file must not overlap.
 */
export async function writeFileDurably(path: string, text: string | AsyncIterable<string>): Promise<void> {
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
  await syncFolderAsync(dirname(targetPath))
}

/** Moves a complete file to its final name on the same disk, replacing the file there. Syncs the content before the name. */
export function moveDurably(from: string, to: string): void {
  const file = openSync(from, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(from, to)
  syncFolder(dirname(to))
}

/** Makes renames in a folder survive a power cut, where the file system can. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  try {
    const handle = openSync(folder, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    ignoreIfUnsupported(error)
  }
}

async function syncFolderAsync(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    ignoreIfUnsupported(error)
  }
}

/** The errors of file systems that cannot sync a folder, and of folders that may not be listed. Compare PostgreSQL's fsync_fname_ext. */
const unsupportedSyncCodes: readonly string[] = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EPERM']

function ignoreIfUnsupported(error: unknown): void {
  if (!unsupportedSyncCodes.includes(getErrorCode(error))) throw error
}

/** The system's code of an error, such as ENOSPC; 'unknown' where it has none. */
export function getErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

/** Whether a write failed because the disk or the user's quota is full. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(getErrorCode(error))
}

/** Follows a symbolic link, so that the link stays one. A temporary file that a crash left is overwritten by the next write. */
function resolvePaths(path: string): { readonly targetPath: string; readonly temporaryPath: string } {
  const targetPath = existsSync(path) ? realpathSync(path) : path
  return { targetPath, temporaryPath: `${targetPath}.parley-new` }
}
