// What the window opens with, and the same again when another history was put in the place of the one that was shown.

import type { Reply } from '../../shared/failures.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import type { StartView } from '../../shared/types/start.ts'
import { applyAppearance } from './appearance.ts'
import { callMain } from './bridge.ts'
import { setDraft, showConversation, getFullDraft } from './conversation.ts'
import { joinDrafts } from './drafts.ts'
import { getNewSetup } from './setup.ts'
import { setState, emptyDraft, createEmptyConversation, getState } from './store.ts'

/** Shows what there is now in the place of all that came from another history. What stands in the prompt box is never lost. */
export async function startOver(): Promise<void> {
  const reply = await callMain('app.getStartView', undefined)
  const typed = getFullDraft()
  setState({
    conversation: createEmptyConversation(),
    draft: emptyDraft,
    pasteAreaText: '',
    secretReview: null,
    edits: {},
    liveTexts: {},
    progress: {},
    reasoningTimes: {},
    unsent: [],
    badges: {},
  })
  showStart(reply)
  if (typed.text === '' && typed.attachments.length === 0) return
  const { newDraft } = getState()
  setState({ conversation: createEmptyConversation() })
  setDraft(isSame(typed, newDraft) ? newDraft : joinDrafts(typed, newDraft))
}

function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Shows what main opened the window with. */
export function showStart(reply: Reply<StartView>): void {
  if (!reply.ok) return setState({ start: { kind: 'failed', failure: reply.failure } })
  const { settings, systemLanguage, history, open, newDraft, newSetup, thinkingModels, connectedTo, version, historyProblem } = reply.value
  setState({ settings, systemLanguage, history, newDraft, draft: newDraft, start: { kind: 'ready', version, connectedTo, historyProblem } })
  setState({ newSetup, thinkingModels, setup: getNewSetup({ newSetup, settings }) })
  applyAppearance(settings.appearance)
  if (open !== null) showConversation(open)
}
