// The keys of the window's commands, as Playwright presses them on this system.

import { getAccelerator, type CommandName } from '../../shared/commands.ts'

/** Fails for a command that has no key. */
export function getCommandKey(name: CommandName): string {
  const accelerator = getAccelerator(name, process.platform === 'darwin')
  if (accelerator === null) throw new Error(`The command ${name} has no key`)
  // Electron writes letters large, and Playwright would press Shift for those.
  const parts = accelerator.split('+').map((part) => (part.length === 1 ? part.toLowerCase() : part))
  return parts.join('+').replace('CommandOrControl', 'ControlOrMeta')
}
