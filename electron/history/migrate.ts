// Brings a history of an earlier version up to date, one numbered migration at a time.

import type { Database } from 'better-sqlite3'
import { initialSchema } from './migrations/001-initial-schema.ts'

/** In order: the migration at index n turns version n into version n + 1. A released migration never changes. */
export type Migrations = readonly string[]

export const migrations: Migrations = [initialSchema]

/**
 * Runs the missing migrations. Each one and its version number are one transaction, so a migration is applied completely or not at
 * all, whenever the program ends.
 */
export function migrate(database: Database, steps: Migrations = migrations): void {
  const version = readVersion(database)
  for (const [index, step] of steps.entries()) {
    if (index < version) continue
    database.transaction(() => {
      database.exec(step)
      database.pragma(`user_version = ${index + 1}`)
    })()
  }
}

/** The version of a history's schema: 0 for an empty database, `migrations.length` for one that is up to date. */
export function readVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}
