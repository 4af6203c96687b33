// Builds the app when its sources are newer than the last build. Every command that runs the app calls it first; on its own,
// `node scripts/build.ts` does the same.

import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBuilder } from 'vite'

export const root = join(import.meta.dirname, '..')
const stamp = join(root, 'dist', '.built')
const sources = ['electron', 'key-window', 'renderer', 'shared', 'vite.config.ts', 'package-lock.json']

/** Runs Vite's whole build, or nothing when `dist` is up to date. Reports it on stderr. */
export async function build(): Promise<void> {
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= newestSource()) return
  process.stderr.write('Building Parley …\n')
  const startedAt = new Date()
  const builder = await createBuilder({ root, logLevel: 'warn' })
  await builder.buildApp()
  writeFileSync(stamp, '')
  // A file saved while the build ran must count as newer.
  utimesSync(stamp, startedAt, startedAt)
}

function newestSource(): number {
  return Math.max(...sources.flatMap((source) => listFiles(join(root, source))).map((file) => statSync(file).mtimeMs))
}

function listFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name))
}

if (import.meta.main) await build()
