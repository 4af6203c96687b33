// Changes some of the settings: shown at once, then saved. A save that fails is told; the choice then holds until Parley is closed, in
// main as well as here.

import { ask } from './ask.ts'
import type { Settings } from '../../shared/types/start.ts'
import { change, state } from './store.ts'

export async function changeSettings(changes: Partial<Settings>): Promise<void> {
  const settings = { ...state().settings, ...changes }
  change({ settings })
  await ask('settings.save', settings)
}
