// What electron-builder.yml decides: read, checked and merged as electron-builder itself does it. Hides where its reader lies.

import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger, setPrinter } from 'builder-util'
import type { Configuration } from 'electron-builder'
import { root } from '../build.ts'
import type { Machine } from './binary.ts'

/** Every machine that installers are made for. */
export const machines: readonly Machine[] = (['linux', 'win32', 'darwin'] as const).flatMap((platform) => [
  { platform, arch: 'x64' },
  { platform, arch: 'arm64' },
])

/** The whole configuration. Throws when electron-builder would refuse it. */
export async function readConfiguration(): Promise<Configuration> {
  sayOnErrorStream()
  const configuration = await getConfig(root, 'electron-builder.yml', null)
  await validateConfiguration(configuration, new DebugLogger(false))
  return configuration
}

/** Sends what electron-builder says to the error stream, so that the output of a command stays its own. */
export function sayOnErrorStream(): void {
  setPrinter((line) => process.stderr.write(`${line}\n`))
}
