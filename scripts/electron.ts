// Finds real Electron, downloads its binary when it is missing, and reports whether a window could be seen. Hides that importing
// Electron's package would start the download without a time limit.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { electronBinary, getElectronObstacle } from '../test/support/launch.ts'
import { root } from './build.ts'

const installTimeoutMs = 120_000

/** The path of Electron's binary; null when it cannot run here or could not be downloaded within two minutes. */
export async function ensureElectron(): Promise<string | null> {
  if (getElectronObstacle() !== null) return null
  const installedPath = electronBinary()
  if (installedPath !== null) return installedPath
  process.stderr.write('Downloading Electron …\n')
  const install = join(root, 'node_modules', 'electron', 'install.js')
  // Its output is hidden; the caller prints a better message.
  const child = spawn(process.execPath, [install], { stdio: 'ignore', timeout: installTimeoutMs })
  await new Promise((resolve) => child.once('exit', resolve).once('error', resolve))
  return electronBinary()
}

/** Whether a person could see a window. Linux says so in its environment; the stand-in for Electron supports X11 only. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = process.env
  return DISPLAY !== '' || (WAYLAND_DISPLAY !== '' && electronBinary() !== null)
}
