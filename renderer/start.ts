// The first screen: one call for everything it needs, started before the first render, and the events heard from then on. The same
// again when another history was put in the place of the one that was shown.

import type { Draft } from '../electron/shared/types/conversations.ts'
import type { StartView } from '../electron/shared/types/start.ts'
import type { Reply } from '../electron/shared/errors.ts'
import { call, listen } from './bridge.ts'
import { savedDraft, saveDraftNow, setDraft, show, wholeDraft } from './chat/conversation.ts'
import { joined } from './chat/drafts.ts'
import { watchVoices } from './chat/reading-aloud.ts'
import { receiveEnd, receivePhase, receiveText } from './chat/hearing.ts'
import { savedSetup, setupOfNew } from './chat/setup.ts'
import { perform } from './commands/commands.ts'
import { receiveDamage } from './history/history.ts'
import { watchMarks } from './history/marks.ts'
import { readModels, receiveModels } from './models/models.ts'
import { watchOffline } from './offline.ts'
import { readKeyStatus, receiveKeyStatus } from './settings/key.ts'
import { applyAppearance } from './settings/appearance.ts'
import { savedInstructions } from './settings/instructions.ts'
import { change, emptyDraft, newConversation, state } from './store.ts'

/** Reads what the window opens with. The key and the models come after it, each in its own time: a keychain may take long to answer. */
export async function start(): Promise<void> {
  listen('app.closing', () => void Promise.all([savedDraft(), savedSetup(), savedInstructions()]).then(() => call('app.leave', undefined)))
  listen('app.command', perform)
  listen('run.phase', receivePhase)
  listen('history.damaged', receiveDamage)
  listen('run.text', receiveText)
  listen('run.ended', receiveEnd)
  listen('key.changed', receiveKeyStatus)
  listen('models.changed', receiveModels)
  watchOffline()
  watchMarks()
  watchVoices()
  window.addEventListener('blur', saveDraftNow)
  window.addEventListener('blur', () => void savedSetup())
  const first = call('app.start', undefined)
  void readKeyStatus()
  void readModels()
  takeOver(await first)
}

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
  takeOver(reply)
  if (typed.text === '' && typed.attachments.length === 0) return
  const { newDraft } = state()
  change({ conversation: newConversation() })
  setDraft(isSame(typed, newDraft) ? newDraft : joined(typed, newDraft))
}

function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function takeOver(reply: Reply<StartView>): void {
  if (!reply.ok) return change({ start: { kind: 'failed', failure: reply.failure } })
  const { settings, systemLanguage, history, open, newDraft, newSetup, thinkingModels, connectedTo, version, historyTrouble } = reply.value
  change({ settings, systemLanguage, history, newDraft, draft: newDraft, start: { kind: 'ready', version, connectedTo, historyTrouble } })
  change({ newSetup, thinkingModels, setup: setupOfNew({ newSetup, settings }) })
  applyAppearance(settings.appearance)
  if (open !== null) show(open)
}
