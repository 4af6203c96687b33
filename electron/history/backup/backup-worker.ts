// The thread that copies and checks histories, so that a large one holds up neither a window nor an answer. It does one task and
// ends. It never writes to the file that it reads.

import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/errors.ts'
import type { BackupContent } from '../../../shared/types/backups.ts'
import type { BackupTask, Copied, Looked } from './backup-task.ts'
import { openReader } from '../database.ts'
import { attempt } from '../failure.ts'
import { makeEmptyFile, removeFile } from '../store/lasting.ts'
import { newestVersion, versionOf } from '../migrate.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what backup-task.ts hands over, in the same program
const task = workerData as BackupTask
const reply = task.kind === 'copy' ? await copy(task.from, task.to) : succeeded(await lookAt(task.files))
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin; windows have
parentPort?.postMessage(reply)

/** Copies a history that may be in use, as it is at one moment, and leaves only a copy that was read through and found in order. */
async function copy(from: string, to: string): Promise<Reply<Copied>> {
  const source = await openReader(from)
  if (!source.ok) return source
  const copied = attempt(() => {
    if (!isSound(source.value)) return failed('history-damaged', 'The check of the file failed')
    makeEmptyFile(to)
    // What was deleted and what is free stays behind, and what is still in the journal comes along.
    source.value.prepare('vacuum into ?').run(to)
    return succeeded(versionOf(source.value))
  })
  source.value.close()
  const checked = copied.ok ? await checkedCopy(to) : copied
  if (!checked.ok) attempt(() => succeeded(removeFile(to)))
  return checked
}

async function checkedCopy(file: string): Promise<Reply<Copied>> {
  const reader = await openReader(file)
  if (!reader.ok) return reader
  const checked = attempt(() => {
    // The file that was copied is in order, so it is the disk that did not take this.
    if (!isSound(reader.value)) return failed('history-cannot-write', 'The check of the copy failed')
    return succeeded({ version: versionOf(reader.value), content: contentOf(reader.value) })
  })
  reader.value.close()
  return checked
}

/** What is in each of the files; null for one that this version of Parley cannot read. */
async function lookAt(files: readonly string[]): Promise<readonly Looked[]> {
  const looked: Looked[] = []
  for (const file of files) looked.push({ bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0, content: await read(file) })
  return looked
}

async function read(file: string): Promise<BackupContent | null> {
  const reader = await openReader(file)
  if (!reader.ok) return null
  const content = attempt(() => (versionOf(reader.value) > newestVersion ? failed('history-newer') : succeeded(contentOf(reader.value))))
  reader.value.close()
  return content.ok ? content.value : null
}

function isSound(database: Database): boolean {
  return database.pragma('quick_check', { simple: true }) === 'ok'
}

function contentOf(database: Database): BackupContent {
  const count = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0
  return {
    conversations: count('select count(*) from conversations where deleted_at is null'),
    messages: count('select count(*) from messages'),
  }
}
