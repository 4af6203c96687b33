// What the window does about the history as a whole: its backups, and another history in the place of the one that is there.

import type { Failure, Reply } from '../../shared/failures.ts'
import type { BackupList } from '../../shared/types/backups.ts'
import { callMain } from './bridge.ts'
import { flushDraft } from './conversation.ts'
import { translate, describeFailure } from '../i18n/i18n.ts'
import { startOver } from './start.ts'
import { setState, getState } from './store.ts'
import { showToast } from './toast.ts'

/** Tries once more to open what could not be opened. What is still wrong stands in the notice, whose button keeps the focus. */
export function reopenHistory(): void {
  void callMain('history.reopen', undefined).then((reply) => {
    if (reply.ok) return startOver()
    const { start } = getState()
    if (start.kind === 'ready') setState({ start: { ...start, historyProblem: { failure: reply.failure, isOpen: false } } })
    return showToast(describeFailure(reply.failure))
  })
}

export async function loadBackups(): Promise<Reply<BackupList>> {
  return callMain('history.backups', undefined)
}

/** Goes back to a backup. Null when it was done. */
export async function restoreBackup(backupId: string, when: string): Promise<Failure | null> {
  await flushDraft()
  return finishReplacement(await callMain('history.restore', { backupId }), translate('backups.restored', { when }))
}

/** Begins without conversations. Null when it was done. */
export async function startEmptyHistory(): Promise<Failure | null> {
  return finishReplacement(await callMain('history.startEmpty', undefined), translate('backups.begun'))
}

export async function removeBackups(): Promise<Failure | null> {
  const reply = await callMain('history.removeBackups', undefined)
  if (!reply.ok) return reply.failure
  showToast(translate('backups.removed'))
  return null
}

async function finishReplacement(reply: Reply<void>, successText: string): Promise<Failure | null> {
  if (!reply.ok) return reply.failure
  await startOver()
  showToast(successText)
  return null
}
