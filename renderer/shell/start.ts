// The first screen: one call for everything it needs, sent before the first render, and the listeners for main's events.

import { call, listen } from '../state/bridge.ts'
import { savedDraft, saveDraftNow } from '../state/conversation.ts'
import { watchVoices } from '../speech/reading-aloud.ts'
import { receiveEnd, receivePhase, receiveText } from '../state/hearing.ts'
import { savedSetup } from '../state/setup.ts'
import { perform } from '../commands/commands.ts'
import { receiveDamage } from '../state/history.ts'
import { watchMarks } from '../state/badges.ts'
import { readModels, receiveModels } from '../state/models.ts'
import { watchOffline } from '../state/offline.ts'
import { readKeyStatus, receiveKeyStatus } from '../state/key.ts'
import { savedInstructions } from '../state/instructions.ts'
import { showStart } from '../state/start.ts'

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
  showStart(await first)
}
