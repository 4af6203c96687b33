// Light, dark, or like the system. The colours themselves follow `color-scheme` in theme.css.

import { ask } from '../ask.ts'
import type { Settings } from '../../electron/shared/types.ts'
import { change, state } from '../store.ts'

export function applyAppearance(appearance: Settings['appearance']): void {
  document.documentElement.dataset['appearance'] = appearance
}

/** Shows at once and saves. A save that fails is told; the choice then holds until Parley is closed, in main as well as here. */
export async function setAppearance(appearance: Settings['appearance']): Promise<void> {
  const settings = { ...state().settings, appearance }
  change({ settings })
  applyAppearance(appearance)
  await ask('settings.save', settings)
}
