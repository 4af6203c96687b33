// Light, dark, or like the system. The colours themselves follow `color-scheme` in theme.css.

import { ask } from '../ask.ts'
import type { Settings } from '../../electron/shared/types.ts'
import { change, state } from '../store.ts'

export function applyAppearance(appearance: Settings['appearance']): void {
  document.documentElement.dataset['appearance'] = appearance
}

/** Shows at once and saves; a save that fails puts back what was there. */
export async function setAppearance(appearance: Settings['appearance']): Promise<void> {
  const before = state().settings
  show({ ...before, appearance })
  const reply = await ask('settings.save', { ...before, appearance })
  show(reply.ok ? reply.value : before)
}

function show(settings: Settings): void {
  change({ settings })
  applyAppearance(settings.appearance)
}
