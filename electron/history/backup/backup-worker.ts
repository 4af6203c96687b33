// The backup thread: copies and checks histories, so that a large one blocks neither a window nor an answer. It does one task and ends,
// and never writes to the file that it reads.

import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { assertNever, failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { BackupContent } from '../../../shared/types/backups.ts'
import type { BackupTask, BackupCopy, InspectedBackup } from './backup-task.ts'
import { enableWal, openReadOnly } from '../database.ts'
import { attempt } from '../failure.ts'
import { createEmptyFile, removeDatabaseFiles } from '../database-files.ts'
import { migrations, readVersion } from '../migrate.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- backup-task.ts, in the same program, passes it
const task = workerData as BackupTask
const reply = await runTask()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
parentPort?.postMessage(reply)

async function runTask(): Promise<Reply<unknown>> {
  switch (task.kind) {
    case 'copy':
      return copy(task.from, task.to)
    case 'restore':
      return restore(task.from, task.to)
    case 'inspect':
      return succeeded(await inspectFiles(task.files))
    default:
      return assertNever(task)
  }
}

async function restore(from: string, to: string): Promise<Reply<BackupCopy>> {
  const copied = await copy(from, to)
  if (!copied.ok) return copied
  const enabled = await enableWal(to)
  if (enabled.ok) return copied
  attempt(() => succeeded(removeDatabaseFiles(to)))
  return enabled
}

/** Copies one consistent state of a history, which may be in use. Leaves a copy only if a complete check found it intact. */
async function copy(from: string, to: string): Promise<Reply<BackupCopy>> {
  const source = await openReadOnly(from)
  if (!source.ok) return source
  const vacuumed = attempt(() => {
    if (!passesIntegrityCheck(source.value)) return failed('history-damaged', 'The check of the file failed')
    createEmptyFile(to)
    // The copy has what is still in the journal, and neither deleted content nor unused space.
    source.value.prepare('vacuum into ?').run(to)
    return succeeded(readVersion(source.value))
  })
  source.value.close()
  const verified = vacuumed.ok ? await verifyCopy(to) : vacuumed
  if (!verified.ok) attempt(() => succeeded(removeDatabaseFiles(to)))
  return verified
}

async function verifyCopy(file: string): Promise<Reply<BackupCopy>> {
  const database = await openReadOnly(file)
  if (!database.ok) return database
  const verified = attempt(() => {
    // The source is intact, so the disk is the cause.
    if (!passesIntegrityCheck(database.value)) return failed('history-cannot-write', 'The check of the copy failed')
    return succeeded({ version: readVersion(database.value), content: countContent(database.value) })
  })
  database.value.close()
  return verified
}

async function inspectFiles(files: readonly string[]): Promise<readonly InspectedBackup[]> {
  const inspected: InspectedBackup[] = []
  for (const file of files)
    inspected.push({ bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0, content: await readContent(file) })
  return inspected
}

async function readContent(file: string): Promise<BackupContent | null> {
  const database = await openReadOnly(file)
  if (!database.ok) return null
  const content = attempt(() =>
    readVersion(database.value) > migrations.length ? failed('history-newer') : succeeded(countContent(database.value)),
  )
  database.value.close()
  return content.ok ? content.value : null
}

function passesIntegrityCheck(database: Database): boolean {
  return database.pragma('quick_check', { simple: true }) === 'ok'
}

function countContent(database: Database): BackupContent {
  const count = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0
  return {
    conversations: count('select count(*) from conversations where deleted_at is null'),
    messages: count('select count(*) from messages'),
  }
}
