// What the window opens with, and the same again when another history was put in the place of the one that was shown.

import type { Reply } from '../../shared/errors.ts'
import type { Draft } from '../../shared/types/conversations.ts'
import type { StartView } from '../../shared/types/start.ts'
import { applyAppearance } from './appearance.ts'
import { call } from './bridge.ts'
import { setDraft, show, wholeDraft } from './conversation.ts'
import { joined } from './drafts.ts'
import { setupOfNew } from './setup.ts'
import { change, emptyDraft, newConversation, state } from './store.ts'

/** Shows what there is now in the place of all that came from another history. What stands in the prompt box is never lost. */
export async function startOver(): Promise<void> {
  const reply = await call('app.start', undefined)
  const typed = wholeDraft()
  change({
    conversation: newConversation(),
    draft: emptyDraft,
    areaText: '',
    heldBack: null,
    edits: {},
    live: {},
    progress: {},
    thoughts: {},
    unsent: [],
    marks: {},
  })
  showStart(reply)
  if (typed.text === '' && typed.attachments.length === 0) return
  const { newDraft } = state()
  change({ conversation: newConversation() })
  setDraft(isSame(typed, newDraft) ? newDraft : joined(typed, newDraft))
}

function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Shows what main opened the window with. */
export function showStart(reply: Reply<StartView>): void {
  if (!reply.ok) return change({ start: { kind: 'failed', failure: reply.failure } })
  const { settings, systemLanguage, history, open, newDraft, newSetup, thinkingModels, connectedTo, version, historyTrouble } = reply.value
  change({ settings, systemLanguage, history, newDraft, draft: newDraft, start: { kind: 'ready', version, connectedTo, historyTrouble } })
  change({ newSetup, thinkingModels, setup: setupOfNew({ newSetup, settings }) })
  applyAppearance(settings.appearance)
  if (open !== null) show(open)
}
