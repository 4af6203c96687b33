// What the demo stands on: a server to talk to, a keychain and a profile, all to be thrown away. Hides what this system lends for it.

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
  /** Null where this system lends no throw-away keyring: then the app keeps the key in memory, and a restart forgets it. */
  readonly keyring: Keyring | null
  /** The content of the key file, or the stand-in's made-up key; null when the person brings their own. */
  readonly key: string | null
  /** What this ground is, in sentences. */
  readonly notes: readonly string[]
  /** At every call on the same profile and keychain. */
  readonly start: (browser: 'headless-shell' | 'visible') => Promise<LaunchedApp>
  readonly end: () => Promise<void>
}

/**
 * Fails when the key file cannot be read.
 * @param folder an empty one, which whoever made it removes
 */
export async function createDemoEnvironment({ server, keyFile }: DemoOptions, folder: string): Promise<DemoEnvironment> {
  const fileKey = keyFile === null ? null : readKeyFile(keyFile)
  const keyring = await startTemporaryKeyring()
  const hub = server.kind === 'stand-in' ? await startHub() : null
  const profile = join(folder, 'profile')
  mkdirSync(profile, { mode: 0o700 })

  const launchOptions: LaunchOptions = {
    // Without any seam the app finds its folder by itself, which only Linux lets us move.
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
        ? 'Electron is not at hand, so the app runs in Chromium, on a stand-in for Electron.'
        : 'The app runs in Electron.',
      keyring === null
        ? 'This system lends no throw-away keyring, so the app keeps the key in memory.'
        : 'The key goes into a real keyring (gnome-keyring), made for this demo and thrown away after it.',
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
      return 'A local stand-in answers in the place of Hugging Face: nothing leaves this computer.'
    case 'other':
      return `${server.origin} answers in the place of Hugging Face.`
    case 'live':
      return 'Hugging Face itself answers.'
    default:
      return assertNever(server)
  }
}

/** Null where this system has none to lend: it is Linux alone that lets a keyring be made for one program. */
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
