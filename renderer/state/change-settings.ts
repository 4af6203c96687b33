// Changes some of the settings: shown at once, then saved. A save that fails is told; the choice then holds until Parley is closed, in
// main as well as here.

import { callMainWithToast } from './call-with-toast.ts'
import type { Settings } from '../../shared/settings.ts'
import { setState, getState } from './store.ts'

export async function changeSettings(changes: Partial<Settings>): Promise<void> {
  const settings = { ...getState().settings, ...changes }
  setState({ settings })
  await callMainWithToast('settings.save', settings)
}
