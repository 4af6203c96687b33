// Reads electron-builder.yml, validated and merged as electron-builder does it. Hides electron-builder's internal reader.

import { Writable } from 'node:stream'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { log, type Configuration } from 'electron-builder'
import { defaultLanguage, getLanguageEntry, languages } from '../../shared/language.ts'
import { root } from '../build.ts'
import type { Machine } from './machine.ts'

/** Every machine that has installers. */
export const machines: readonly Machine[] = (['linux', 'win32', 'darwin'] as const).flatMap((platform) => [
  { platform, arch: 'x64' },
  { platform, arch: 'arm64' },
])

/** The part that follows from the app's languages: which of Chromium's own translations are packed. */
export const languageConfiguration: Configuration = {
  // "en" would keep British English too, which is a file of its own.
  electronLanguages: ['en-US', ...languages.filter((code) => code !== defaultLanguage).flatMap((code) => getLanguageEntry(code).locales)],
}

/** The whole configuration. Throws when electron-builder would refuse it. */
export async function readConfiguration(): Promise<Configuration> {
  redirectBuilderLog('none')
  const configuration = await getConfig(root, 'electron-builder.yml', languageConfiguration)
  await validateConfiguration(configuration, new DebugLogger(false))
  return configuration
}

/**
 * Redirects electron-builder's log, which goes to stdout by default and has no setting. Stdout belongs to the calling command.
 * Errors are thrown in either case.
 */
export function redirectBuilderLog(to: 'stderr' | 'none'): void {
  const noOutput = new Writable({ write: (_chunk, _encoding, done) => done() })
  Reflect.set(log, 'stream', to === 'none' ? noOutput : process.stderr)
}
