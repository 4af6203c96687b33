// The first screen: one call for everything it needs, sent before the first render, and the listeners for main's events.

import { watchBadges } from '../state/badges.ts'
import { callMain, onMainEvent } from '../state/bridge.ts'
import { applyModelList, loadModels } from '../state/choose-model.ts'
import { flushDraft, flushSetup, saveDraftNow } from '../state/composer.ts'
import { applyKeyStatus, loadKeyStatus } from '../state/keys.ts'
import { setProgress } from '../state/live-runs.ts'
import { watchOffline } from '../state/offline.ts'
import { onRunEnded, onRunText } from '../state/run-events.ts'
import { flushDefaultInstructions } from '../state/settings.ts'
import { onHistoryDamaged } from '../state/start-state.ts'
import { showStart } from '../state/start.ts'
import { watchVoices } from '../speech/read-aloud.ts'
import { runCommand } from '../commands/commands.ts'

/** Reads what the window opens with. The key and the models come after it, each in its own time: a keychain may take long to answer. */
export async function start(): Promise<void> {
  onMainEvent(
    'app.closing',
    () => void Promise.all([flushDraft(), flushSetup(), flushDefaultInstructions()]).then(() => callMain('app.readyToClose', undefined)),
  )
  onMainEvent('app.command', runCommand)
  onMainEvent('run.progress', setProgress)
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
