// Light, dark, or like the system. The colours themselves follow `color-scheme` in theme.css.

import type { Settings } from '../../shared/settings.ts'
import { changeSettings } from './change-settings.ts'

export function applyAppearance(appearance: Settings['appearance']): void {
  document.documentElement.dataset['appearance'] = appearance
}

export async function setAppearance(appearance: Settings['appearance']): Promise<void> {
  applyAppearance(appearance)
  await changeSettings({ appearance })
}
