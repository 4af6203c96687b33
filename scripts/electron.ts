// Real Electron, fetched when its binary is missing. Hides that its package would fetch it unasked, and for as long as it takes.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { electronBinary, getElectronObstacle } from '../test/support/launch.ts'
import { root } from './build.ts'

const installTimeoutMs = 120_000

/** The path of Electron's binary; null when it cannot run here, or could not be fetched within two minutes. */
export async function ensureElectron(): Promise<string | null> {
  if (getElectronObstacle() !== null) return null
  const installedPath = electronBinary()
  if (installedPath !== null) return installedPath
  process.stderr.write('Fetching Electron …\n')
  const install = join(root, 'node_modules', 'electron', 'install.js')
  // Its own words about why it failed would say less than ours.
  const child = spawn(process.execPath, [install], { stdio: 'ignore', timeout: installTimeoutMs })
  await new Promise((resolve) => child.once('exit', resolve).once('error', resolve))
  return electronBinary()
}
