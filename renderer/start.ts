// The first screen: one call for everything it needs, started before the first render, and the events heard from then on.

import type { StartView } from '../electron/shared/types.ts'
import type { Reply } from '../electron/shared/errors.ts'
import { call, listen } from './bridge.ts'
import { savedDraft, saveDraftNow, show } from './chat/conversation.ts'
import { receiveEnd, receiveText } from './chat/runs.ts'
import { watchMarks } from './history/marks.ts'
import { readModels, receiveModels } from './models/models.ts'
import { watchOffline } from './offline.ts'
import { readKeyStatus, receiveKeyStatus } from './settings/key.ts'
import { applyAppearance } from './settings/appearance.ts'
import { change } from './store.ts'

/** Reads what the window opens with. The key and the models come after it, each in its own time: a keychain may take long to answer. */
export async function start(): Promise<void> {
  listen('app.closing', () => void savedDraft().then(() => call('app.leave', undefined)))
  listen('run.text', receiveText)
  listen('run.ended', receiveEnd)
  listen('key.changed', receiveKeyStatus)
  listen('models.changed', receiveModels)
  watchOffline()
  watchMarks()
  window.addEventListener('blur', saveDraftNow)
  const first = call('app.start', undefined)
  void readKeyStatus()
  void readModels()
  takeOver(await first)
}

function takeOver(reply: Reply<StartView>): void {
  if (!reply.ok) return change({ start: { kind: 'failed', failure: reply.failure } })
  const { settings, history, open, newDraft, connectedTo, version, historyFailure } = reply.value
  change({ settings, history, newDraft, draft: newDraft, start: { kind: 'ready', version, connectedTo, historyFailure } })
  applyAppearance(settings.appearance)
  if (open !== null) show(open)
}
