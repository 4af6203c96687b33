// The name of what keeps the keys on this computer, as people know it. Hides how Linux is asked: the D-Bus tells which process answers
// for secrets, and that process has a name.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const namesByPlatform: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
}

/** By the first letters of a process's name, of which Linux keeps fifteen. */
const namesByProcess: readonly (readonly [string, string])[] = [
  ['gnome-keyring', 'GNOME Keyring'],
  ['kwalletd', 'KWallet'],
  ['ksecretd', 'KWallet'],
  ['keepassxc', 'KeePassXC'],
]

/** A bus that does not answer must not keep a process alive. */
const timeoutMs = 2_000

/** Null where it is not known, or nobody answers for secrets yet: asking starts nobody. Never fails. */
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
