// The history file as a whole: its backups, and replacing it.

import type { Failure, Reply } from '../../shared/failures.ts'
import type { BackupList } from '../../shared/types/backups.ts'
import { callMain } from './bridge.ts'
import { flushDraft } from './composer.ts'
import { translate, describeFailure } from '../i18n/i18n.ts'
import { startOver } from './start.ts'
import { setHistoryProblem } from './start-state.ts'
import { showToast } from './toasts.ts'

/** Tries again to open the history file. If that fails again, the notice bar keeps its button, and with it the focus. */
export function reopenHistory(): void {
  void callMain('history.reopen', undefined).then((reply) => {
    if (reply.ok) return startOver()
    setHistoryProblem({ failure: reply.failure, isOpen: false })
    return showToast(describeFailure(reply.failure))
  })
}

export async function loadBackups(): Promise<Reply<BackupList>> {
  return callMain('history.backups', undefined)
}

/** Replaces the history with a backup. `when` describes the backup on screen. Returns null when that worked. */
export async function restoreBackup(backupId: string, when: string): Promise<Failure | null> {
  await flushDraft()
  return finishReplacement(await callMain('history.restore', { backupId }), translate('backups.restored', { when }))
}

/** Starts an empty history. Returns null when that worked. */
export async function startEmptyHistory(): Promise<Failure | null> {
  return finishReplacement(await callMain('history.startEmpty', undefined), translate('backups.started'))
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
