// Folders that nobody needs after the process that made them: removed at its end, unless their user does so before.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TempFolder {
  readonly path: string
  readonly removeFolder: () => void
}

const tempFolders = new Set<string>()
let isExitHandlerSet = false

/** A new folder for this user only, among the system's folders for temporary files. */
export function createTempFolder(prefix: string): TempFolder {
  const path = mkdtempSync(join(tmpdir(), prefix))
  if (!isExitHandlerSet) process.on('exit', () => [...tempFolders].forEach(removeFolder))
  isExitHandlerSet = true
  tempFolders.add(path)
  return { path, removeFolder: () => removeFolder(path) }
}

function removeFolder(path: string): void {
  tempFolders.delete(path)
  rmSync(path, { recursive: true, force: true })
}
