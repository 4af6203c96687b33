// What electron-builder.yml decides: read, checked and merged as electron-builder itself does it. Hides where its reader lies.

import { Writable } from 'node:stream'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { log, type Configuration } from 'electron-builder'
import { root } from '../build.ts'
import type { Machine } from './machine.ts'

/** Every machine that installers are made for. */
export const machines: readonly Machine[] = (['linux', 'win32', 'darwin'] as const).flatMap((platform) => [
  { platform, arch: 'x64' },
  { platform, arch: 'arm64' },
])

/** The whole configuration. Throws when electron-builder would refuse it. */
export async function readConfiguration(): Promise<Configuration> {
  redirectBuilderLog('nowhere')
  const configuration = await getConfig(root, 'electron-builder.yml', null)
  await validateConfiguration(configuration, new DebugLogger(false))
  return configuration
}

/**
 * Says where electron-builder tells its steps; it throws what goes wrong in either case. Left alone it writes to the standard output,
 * which belongs to the command that calls it, and it has no setting for that.
 */
export function redirectBuilderLog(to: 'error stream' | 'nowhere'): void {
  const nowhere = new Writable({ write: (_words, _encoding, done) => done() })
  Reflect.set(log, 'stream', to === 'nowhere' ? nowhere : process.stderr)
}
