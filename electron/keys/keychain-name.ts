// The product name of this computer's keychain. Hides how it is found on Linux: D-Bus tells which process owns the secrets service, and the
// process has a name.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const namesByPlatform: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
}

/** By the start of a process's name, of which Linux keeps fifteen characters. */
const namesByProcess: readonly (readonly [string, string])[] = [
  ['gnome-keyring', 'GNOME Keyring'],
  ['kwalletd', 'KWallet'],
  ['ksecretd', 'KWallet'],
  ['keepassxc', 'KeePassXC'],
]

/** An unresponsive bus must not keep a process running. */
const timeoutMs = 2_000

/** Null if it is unknown or the service is not running; asking does not start it. Never fails. */
export async function detectKeychainName(): Promise<string | null> {
  if (process.platform !== 'linux') return namesByPlatform[process.platform] ?? null
  try {
    const { stdout } = await promisify(execFile)('dbus-send', dbusArguments, { timeout: timeoutMs })
    const pid = /uint32 (\d+)/.exec(stdout)?.[1] ?? 'none'
    const command = await readFile(`/proc/${pid}/comm`, 'utf8')
    return namesByProcess.find(([prefix]) => command.startsWith(prefix))?.[1] ?? null
  } catch {
    return null
  }
}

const dbusArguments: readonly string[] = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.DBus',
  '/org/freedesktop/DBus',
  'org.freedesktop.DBus.GetConnectionUnixProcessID',
  'string:org.freedesktop.secrets',
]
