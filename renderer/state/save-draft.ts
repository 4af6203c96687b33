// Saving a draft. Typing goes on when that fails, so one toast is enough until saving works again.

import type { Failure } from '../../shared/failures.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import { describeFailure, translate } from '../i18n/i18n.ts'
import { callMain } from './bridge.ts'
import { getHistoryProblem } from './start-state.ts'
import { showToast } from './toasts.ts'

let hasReportedFailure = false

/** @param conversationId null for the new conversation */
export async function saveDraft(conversationId: string | null, draft: Draft): Promise<void> {
  const reply = await callMain('history.saveDraft', { conversationId, draft })
  if (!reply.ok && !hasReportedFailure) reportFailure(reply.failure)
  hasReportedFailure = !reply.ok
}

function reportFailure(failure: Failure): void {
  // Where there is no history at all, the notice bar says so.
  if (getHistoryProblem()?.isOpen === false) return
  showToast(translate('chat.draftNotSaved', { reason: describeFailure(failure) }))
}
