// The first screen, and the same again when another history file has replaced the one that was shown.

import type { Reply } from '../../shared/failures.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import type { StartView } from '../../shared/types/start.ts'
import { clearBadges } from './badges.ts'
import { callMain } from './bridge.ts'
import { getComposer, getFullDraft, resetComposer, setDraft } from './composer.ts'
import { showEmptyConversation } from './conversation.ts'
import { emptyDraft, joinDrafts } from './drafts.ts'
import { clearEdits } from './edits.ts'
import { setHistory } from './history.ts'
import { clearRuns } from './live-runs.ts'
import { setThinkingModels } from './models.ts'
import { dismissUnsent } from './offline.ts'
import { showConversation } from './open-conversation.ts'
import { applySettings } from './settings.ts'
import { setStartState } from './start-state.ts'

/** Replaces everything that came from the other history. The content of the prompt box is never lost. */
export async function startOver(): Promise<void> {
  const reply = await callMain('app.getStartView', undefined)
  const typed = getFullDraft()
  resetComposer(emptyDraft, null)
  showEmptyConversation()
  clearEdits()
  clearRuns()
  dismissUnsent()
  clearBadges()
  showStart(reply)
  if (typed.text === '' && typed.attachments.length === 0) return
  showEmptyConversation()
  const newDraft = getComposer().draft
  setDraft(isSame(typed, newDraft) ? newDraft : joinDrafts(typed, newDraft))
}

function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Shows main's reply to `app.getStartView`. */
export function showStart(reply: Reply<StartView>): void {
  if (!reply.ok) return setStartState({ kind: 'failed', failure: reply.failure })
  const { settings, systemLanguage, history, open, newDraft, newSetup, thinkingModels, connectedTo, version, historyProblem } = reply.value
  applySettings(settings, systemLanguage)
  setHistory(history)
  resetComposer(newDraft, newSetup)
  setThinkingModels(thinkingModels)
  setStartState({ kind: 'ready', version, connectedTo, historyProblem })
  if (open !== null) showConversation(open)
}
