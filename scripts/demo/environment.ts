// The demo's environment: a server, a keychain and a profile, all temporary. Hides what this system can provide.

import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assertNever } from '../../shared/failures.ts'
import { startHub, type Hub } from '../../test/stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../test/stand-ins/keyring/keyring.ts'
import { electronBinary, launch, type LaunchedApp, type LaunchOptions } from '../../test/support/launch.ts'
import { readProxyVariables } from '../proxy.ts'
import type { DemoOptions } from './options.ts'

export interface DemoEnvironment {
  /** Null when another server, or Hugging Face itself, answers. */
  readonly hub: Hub | null
  /** Null on systems without a temporary keyring. The app then keeps the key in memory, and a restart loses it. */
  readonly keyring: Keyring | null
  /** The content of the key file, or the stand-in's test key; null when the person enters their own. */
  readonly key: string | null
  /** Sentences that describe the environment. */
  readonly notes: readonly string[]
  /** Starts the app, always with the same profile and keychain. */
  readonly start: (browser: 'headless-shell' | 'visible') => Promise<LaunchedApp>
  readonly end: () => Promise<void>
}

/**
 * Rejects when the key file cannot be read.
 * @param folder an empty folder; the caller removes it
 */
export async function createDemoEnvironment({ server, keyFile }: DemoOptions, folder: string): Promise<DemoEnvironment> {
  const fileKey = keyFile === null ? null : readKeyFile(keyFile)
  const keyring = await startTemporaryKeyring()
  const hub = server.kind === 'stand-in' ? await startHub() : null
  const profile = join(folder, 'profile')
  mkdirSync(profile, { mode: 0o700 })

  const launchOptions: LaunchOptions = {
    // With `live` no test variable is set: the app finds its own data folder, which can be redirected on Linux only.
    ...(server.kind === 'live' && process.platform === 'linux' ? { home: profile } : { data: profile }),
    ...(server.kind === 'other' ? { hub: server.origin } : {}),
    ...(hub === null ? {} : { hub: hub.origin }),
    ...(keyring === null ? { keychain: 'memory' } : { keychain: 'real', keyring }),
    ...(server.kind === 'live' ? { environment: readProxyVariables() } : {}),
  }

  return {
    hub,
    keyring,
    key: fileKey ?? hub?.keys.fineGrained ?? null,
    notes: [
      electronBinary() === null
        ? 'Electron is not available, so the app runs in Chromium, on a stand-in for Electron.'
        : 'The app runs in Electron.',
      keyring === null
        ? 'This system has no temporary keyring, so the app keeps the key in memory.'
        : 'The key goes into a real keyring (gnome-keyring), created for this demo and deleted after it.',
      describeServer(server),
    ],
    start: (browser) => launch({ ...launchOptions, browser, motion: 'full' }),
    async end() {
      await Promise.all([hub?.close(), keyring?.stop()])
    },
  }
}

function describeServer(server: DemoOptions['server']): string {
  switch (server.kind) {
    case 'stand-in':
      return 'A local stand-in answers in place of Hugging Face: nothing leaves this computer.'
    case 'other':
      return `${server.origin} answers in place of Hugging Face.`
    case 'live':
      return 'Hugging Face itself answers.'
    default:
      return assertNever(server)
  }
}

/** Null on systems without one: only Linux allows a keyring for a single program. */
export async function startTemporaryKeyring(): Promise<Keyring | null> {
  if (process.platform !== 'linux') return null
  return startKeyring('unlocked').catch(() => null)
}

function readKeyFile(file: string): string {
  try {
    const key = readFileSync(file, 'utf8').trim()
    if (key !== '') return key
  } catch {
    throw new Error(`${file} cannot be read.`)
  }
  throw new Error(`${file} is empty.`)
}
