// The first screen: one call for everything it needs, sent before the first render, and the listeners for main's events.

import { callMain, onMainEvent } from '../state/bridge.ts'
import { flushDraft, saveDraftNow } from '../state/conversation.ts'
import { watchVoices } from '../speech/read-aloud.ts'
import { onRunEnded, onRunPhase, onRunText } from '../state/run-events.ts'
import { flushSetup } from '../state/setup.ts'
import { runCommand } from '../commands/commands.ts'
import { onHistoryDamaged } from '../state/history.ts'
import { watchBadges } from '../state/badges.ts'
import { loadModels, applyModelList } from '../state/models.ts'
import { watchOffline } from '../state/offline.ts'
import { loadKeyStatus, applyKeyStatus } from '../state/key.ts'
import { flushInstructions } from '../state/default-instructions.ts'
import { showStart } from '../state/start.ts'

/** Reads what the window opens with. The key and the models come after it, each in its own time: a keychain may take long to answer. */
export async function start(): Promise<void> {
  onMainEvent(
    'app.closing',
    () => void Promise.all([flushDraft(), flushSetup(), flushInstructions()]).then(() => callMain('app.readyToClose', undefined)),
  )
  onMainEvent('app.command', runCommand)
  onMainEvent('run.progress', onRunPhase)
  onMainEvent('history.damaged', onHistoryDamaged)
  onMainEvent('run.text', onRunText)
  onMainEvent('run.ended', onRunEnded)
  onMainEvent('key.changed', applyKeyStatus)
  onMainEvent('models.changed', applyModelList)
  watchOffline()
  watchBadges()
  watchVoices()
  window.addEventListener('blur', saveDraftNow)
  window.addEventListener('blur', () => void flushSetup())
  const startReply = callMain('app.getStartView', undefined)
  void loadKeyStatus()
  void loadModels()
  showStart(await startReply)
}
