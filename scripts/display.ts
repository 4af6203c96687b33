// Whether there is a screen on which a person could see a window.

import { electronBinary } from '../test/support/launch.ts'

/** Linux tells by its environment. The stand-in for Electron shows its windows over X11 alone. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = process.env
  return DISPLAY !== '' || (WAYLAND_DISPLAY !== '' && electronBinary() !== null)
}
