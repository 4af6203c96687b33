// Made-up migrations that follow the real ones, for specs about migrating: a history of today is one of an earlier version to them.

import { join } from 'node:path'
import sqlite from 'better-sqlite3'
import { migrate, migrations, type Migrations } from '../../../electron/history/migrate.ts'

/** Each migration by its statements. Together they do what migrations usually do, and leave everything that the app reads. */
const madeUpStatements: readonly (readonly string[])[] = [
  // A new column with an index, filled from existing rows.
  [
    'alter table runs add column rating integer',
    `update runs set rating = 5 where outcome = 'finished'`,
    'create index rated_runs on runs (rating) where rating is not null',
  ],
  // A new table with a trigger, filled from existing rows.
  [
    'create table text_lengths (text integer primary key references texts on delete cascade, length integer not null) strict',
    'insert into text_lengths select number, length(text) from texts',
    'create trigger texts_measured after insert on texts begin insert into text_lengths values (new.number, length(new.text)); end',
  ],
  // A table that is rebuilt, as SQLite requires for a changed constraint.
  [
    `create table new_drafts (
       conversation integer references conversations on delete cascade,
       text text not null,
       attachments text not null check (json_valid(attachments)),
       saved_at integer not null default 0
     ) strict`,
    'insert into new_drafts (conversation, text, attachments) select conversation, text, attachments from drafts',
    'drop table drafts',
    'alter table new_drafts rename to drafts',
    'create unique index draft_of_conversation on drafts (coalesce(conversation, 0))',
  ],
]

/** The version of today's histories. */
export const currentVersion = migrations.length

/** The real migrations, and the made-up ones after them. */
export const extendedMigrations: Migrations = [...migrations, ...madeUpStatements.map((statements) => statements.join(';\n'))]

/** The made-up migrations by the version from which each of them starts. */
const statementsByVersion: ReadonlyMap<number, readonly string[]> = new Map(
  madeUpStatements.map((statements, index) => [currentVersion + index, statements]),
)

/** How many positions for a halt the migration that starts from this version has: before, between and after its statements. */
export function countHaltPositions(version: number): number {
  return (statementsByVersion.get(version)?.length ?? 0) + 1
}

/** The migrations, with a call of the function `halt` at a position of the one that starts from this version. */
export function createMigrationsWithHalt(version: number, position: number): Migrations {
  const statements = (statementsByVersion.get(version) ?? []).toSpliced(position, 0, 'select halt()')
  return extendedMigrations.with(version, statements.join(';\n'))
}

/** Creates a history with one prompt that the made-up migrations have not changed yet. */
export function createEarlierHistory(folder: string): void {
  const database = new sqlite(join(folder, 'history.sqlite'))
  migrate(database)
  database.exec(`insert into conversations (number, id, default_title, updated_at, excerpt) values (1, 'c', 'Why?', 1, 'Because.')`)
  database.exec(`insert into messages (number, id, conversation, parent, kind, created_at) values (1, 'p', 1, null, 'prompt', 1)`)
  database.exec(`insert into texts (conversation, message, kind, text) values (1, 1, 'prompt', 'Why?')`)
  database.close()
}
