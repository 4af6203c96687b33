// Brings a history of any earlier version to the newest, one numbered step at a time.

import type { Database } from 'better-sqlite3'
import { conversations } from './migrations/001-conversations.ts'
import { keys } from './migrations/002-keys.ts'
import { deletedMessages } from './migrations/003-deleted-messages.ts'
import { setups } from './migrations/004-setups.ts'
import { comparisons } from './migrations/005-comparisons.ts'
import { images } from './migrations/006-images.ts'

/** Step n makes version n + 1 of version n. Released steps never change. */
const allMigrations: readonly string[] = [conversations, keys, deletedMessages, setups, comparisons, images]

/** What `user_version` says in a history of this version of Parley. */
export const latestVersion = allMigrations.length

/**
 * Takes the steps that are missing. Each one is a transaction with its version in it, so a step is taken wholly or not at all,
 * whatever ends the program meanwhile.
 */
export function migrate(database: Database, migrations: readonly string[] = allMigrations): void {
  const currentVersion = readVersion(database)
  for (const [index, step] of migrations.entries()) {
    if (index < currentVersion) continue
    database.transaction(() => {
      database.exec(step)
      database.pragma(`user_version = ${index + 1}`)
    })()
  }
}

export function readVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}
