// What the window does about the history as a whole: its backups, and another history in the place of the one that is there.

import type { Failure, Reply } from '../../shared/errors.ts'
import type { BackupList } from '../../shared/types/backups.ts'
import { call } from './bridge.ts'
import { savedDraft } from './conversation.ts'
import { say, sentenceOf } from '../i18n/i18n.ts'
import { startOver } from './start.ts'
import { change, state } from './store.ts'
import { showToast } from './toast.ts'

/** Tries once more to open what could not be opened. What is still wrong stands in the notice, whose button keeps the focus. */
export function openHistoryAgain(): void {
  void call('history.openAgain', undefined).then((reply) => {
    if (reply.ok) return startOver()
    const { start } = state()
    if (start.kind === 'ready') change({ start: { ...start, historyTrouble: { failure: reply.failure, isOpen: false } } })
    return showToast(sentenceOf(reply.failure))
  })
}

export async function readBackups(): Promise<Reply<BackupList>> {
  return call('history.backups', undefined)
}

/** Goes back to a backup. Null when it was done. */
export async function restore(backupId: string, when: string): Promise<Failure | null> {
  await savedDraft()
  return exchanged(await call('history.restore', { backupId }), say('backups.restored', { when }))
}

/** Begins without conversations. Null when it was done. */
export async function startAnew(): Promise<Failure | null> {
  return exchanged(await call('history.startAnew', undefined), say('backups.begun'))
}

export async function removeBackups(): Promise<Failure | null> {
  const reply = await call('history.removeBackups', undefined)
  if (!reply.ok) return reply.failure
  showToast(say('backups.removed'))
  return null
}

async function exchanged(reply: Reply<void>, done: string): Promise<Failure | null> {
  if (!reply.ok) return reply.failure
  await startOver()
  showToast(done)
  return null
}
