// The released steps of the history's form, read from their folder, the same with a place in them at which a process stands
// still, and a history of the first of them.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import sqlite from 'better-sqlite3'
import { migrate } from '../../../electron/history/migrate.ts'

const migrations = new URL('../../../electron/history/migrations/', import.meta.url)

/** In order: step n makes version n + 1 of version n. */
export const releasedSteps: readonly string[] = await Promise.all(
  readdirSync(migrations)
    .toSorted()
    .map(async (name) => {
      const exported: Readonly<Record<string, unknown>> = await import(new URL(name, migrations).href)
      const [step] = Object.values(exported)
      if (typeof step !== 'string') throw new Error(`${name} holds no step`)
      return step
    }),
)

/** A statement begins at the edge of the page; what is inside a trigger is indented, and its `end` ends it. */
const statementBoundary = /;\n+(?=[a-z-])(?!end\b)/

/** How many places there are in a step: before its first statement, between any two, and after its last. */
export function countHaltPositions(step: string): number {
  return step.split(statementBoundary).length + 1
}

/** The released steps, of which one stands still at this place by calling the function `halt`. */
export function createStepsWithHalt(index: number, position: number): readonly string[] {
  const statements = (releasedSteps[index] ?? '').split(statementBoundary)
  statements.splice(position, 0, 'select halt()')
  return releasedSteps.with(index, statements.join(';\n'))
}

/** A history of the first version in `folder`, with one prompt. */
export function createFirstVersionHistory(folder: string): void {
  const database = new sqlite(join(folder, 'history.sqlite'))
  migrate(database, releasedSteps.slice(0, 1))
  database.exec(`insert into conversations (number, id, first_words, updated_at, excerpt) values (1, 'c', 'Why?', 1, 'Because.')`)
  database.exec(`insert into messages (number, id, conversation, parent, kind, created_at) values (1, 'p', 1, null, 'prompt', 1)`)
  database.exec(`insert into texts (conversation, message, place, text) values (1, 1, 'prompt', 'Why?')`)
  database.close()
}
