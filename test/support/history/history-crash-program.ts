// A process that changes a whole history, to be killed while it does. Arguments: the folder, and a task: "restore", which restores the
// backup and the replaced history in turn, or "migrate" with a version and a position at which that version's migration halts.

import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import sqlite from 'better-sqlite3'
import { migrate } from '../../../electron/history/migrate.ts'
import { openTestArchive } from './archive-fixture.ts'
import { unwrap } from './history-fixture.ts'
import { createMigrationsWithHalt } from '../data/migration-steps.ts'

const report = (line: string): void => void writeSync(1, `${line}\n`)

async function restoreForever(folder: string): Promise<never> {
  const archive = openTestArchive(folder)
  for (;;) {
    const { backups } = unwrap(await archive.listBackups())
    // The backup holds the older history and the replaced file the newer one, or the other way round.
    const next = backups.find(({ kind }) => kind === 'replaced') ?? backups[0]
    report('restoring')
    unwrap(await archive.restore(next?.id ?? ''))
  }
}

function migrateAndHalt(folder: string, version: number, position: number): void {
  const database = new sqlite(join(folder, 'history.sqlite'))
  database.pragma('journal_mode = wal')
  database.pragma('synchronous = full')
  database.function('halt', () => {
    report('halted')
    // Until it is killed.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    return null
  })
  migrate(database, createMigrationsWithHalt(version, position))
  database.close()
}

// Node writes its compile cache when a process ends, and this one is killed.
flushCompileCache()
const [, program, folder, task, version, position] = process.argv
if (import.meta.filename === program && folder !== undefined) {
  if (task === 'restore') await restoreForever(folder)
  else migrateAndHalt(folder, Number(version), Number(position))
}
