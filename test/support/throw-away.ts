// Folders that nobody needs after the process that made them: removed at its end, unless their user does so before.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ThrowAwayFolder {
  readonly path: string
  readonly remove: () => void
}

const kept = new Set<string>()
let isWatching = false

/** A new folder for this user only, among the system's folders for temporary files. */
export function throwAwayFolder(prefix: string): ThrowAwayFolder {
  const path = mkdtempSync(join(tmpdir(), prefix))
  if (!isWatching) process.on('exit', () => [...kept].forEach(remove))
  isWatching = true
  kept.add(path)
  return { path, remove: () => remove(path) }
}

function remove(path: string): void {
  kept.delete(path)
  rmSync(path, { recursive: true, force: true })
}
