// A report for whoever is to find out what went wrong: what this Parley is, how it is set up, and the last lines of its log. Hides what
// is taken out of it. It is shown to the person to the letter, and goes nowhere by itself.

import { readFile } from 'node:fs/promises'
import { arch, platform, release } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { redact } from './logging/redact.ts'
import { saveFile } from './export/saved-file.ts'
import { failed, succeeded, type Reply } from '../shared/errors.ts'
import type { KeyStatus } from '../shared/types/keys.ts'
import type { Server } from '../shared/types/models.ts'
import type { Report, Settings } from '../shared/types/start.ts'

export interface Reports {
  /** Puts a report together, from what is known now. */
  readonly make: () => Promise<Report>
  /**
   * Saves the report that was made last where the person chooses, for them alone to read. Fails with `bad-input` when none was made,
   * and as `saveFile` does.
   */
  readonly save: () => Promise<Reply<'saved' | 'cancelled'>>
}

interface ReportParts {
  readonly version: string
  /** Of what Parley runs on. */
  readonly versions: Readonly<Record<string, string | undefined>>
  /** The language of the system, such as "en-US". */
  readonly language: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly kept: () => { readonly settings: Settings; readonly servers: readonly Server[] }
  readonly keyStatus: () => Promise<KeyStatus>
  readonly countConversations: () => Promise<Reply<number>>
  readonly logLines: () => Promise<readonly string[]>
  /** The folder of the user, which must not stand in it. */
  readonly home: string
  /** Where a file of this name is to be saved; null when the person would rather not. */
  readonly chooseFile: (name: string) => Promise<string | null>
  readonly now: () => number
}

const mostLines = 200
const mostFailures = 20
/** A keychain whose question is open may not answer for a long time. */
const keyPatienceMs = 2_000

export function createReports(parts: ReportParts): Reports {
  let made: { readonly text: string; readonly at: number } | null = null

  return {
    async make() {
      const at = parts.now()
      const text = withoutPerson(await compose(parts, at), parts)
      made = { text, at }
      return { text }
    },

    async save() {
      if (made === null) return failed('bad-input', 'No report was made')
      const { text, at } = made
      const path = await parts.chooseFile(`parley-report-${dayOf(at)}.txt`)
      if (path === null) return succeeded('cancelled')
      const written = await saveFile(path, [succeeded(text)])
      return written.ok ? succeeded('saved') : written
    },
  }
}

/** In English whatever the window's language is: it is for those who mend Parley. */
async function compose(parts: ReportParts, at: number): Promise<string> {
  const { version, versions, language, environment, kept, countConversations } = parts
  const { settings, servers } = kept()
  const [lines, keys, system] = await Promise.all([parts.logLines(), keysIn(parts.keyStatus()), systemName()])
  const conversations = await countConversations()
  const failures = lines.filter((line) => / A run failed /.test(line)).slice(-mostFailures)
  const reminder = settings.keyReminderDays === null ? 'never' : `after ${settings.keyReminderDays} days`
  return [
    `Parley ${version}, report of ${new Date(at).toISOString()}`,
    '',
    `Electron ${versions['electron'] ?? 'none'}, Chromium ${versions['chrome'] ?? 'none'}, Node ${versions['node']}`,
    `System: ${system}, ${arch()}, language ${language}`,
    `Desktop: ${environment['XDG_CURRENT_DESKTOP'] ?? 'not known'}, ${environment['XDG_SESSION_TYPE'] ?? 'session not known'}`,
    `Settings: appearance ${settings.appearance}, language ${settings.language}, reminder to replace a key ${reminder}`,
    `Keys: ${keys}`,
    `Servers added: ${servers.length}`,
    `Conversations: ${conversations.ok ? conversations.value : `not known (${conversations.failure.code})`}`,
    '',
    `Runs that failed lately: ${failures.length}`,
    ...failures,
    '',
    `Last lines of the log: ${Math.min(lines.length, mostLines)} of ${lines.length}`,
    ...lines.slice(-mostLines),
    '',
  ].join('\n')
}

async function keysIn(asked: Promise<KeyStatus>): Promise<string> {
  const status = await Promise.race([asked, pause(keyPatienceMs, null, { ref: false })])
  if (status === null) return 'not known, the keychain does not answer'
  const inKeychain = status.keys.filter(({ keptIn }) => keptIn === 'keychain').length
  const counts = `${inKeychain} in the keychain, ${status.keys.length - inKeychain} until Parley quits`
  return `${counts}; the one in use: ${status.state.kind}; keychain: ${status.keychainName ?? 'name not known'}`
}

async function systemName(): Promise<string> {
  const kernel = `${platform()} ${release()}`
  const described = platform() === 'linux' ? await readFile('/etc/os-release', 'utf8').catch(() => '') : ''
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(described)?.[1] ?? ''
  return name === '' ? kernel : `${name} (${kernel})`
}

/**
 * SECURITY: every line of the log was redacted when it was written; the whole is once more. Then goes what tells who the person is: their
 * folder, their name, and where their servers are.
 */
function withoutPerson(text: string, { home, environment, kept }: ReportParts): string {
  const hosts = kept().servers.flatMap(({ address }) => URL.parse(address)?.host ?? [])
  const names = [environment['USER'], environment['LOGNAME'], environment['USERNAME'], home.split(/[\\/]/).at(-1)]
  const replacements = [
    ...spellingsOf(home).map((spelling) => [spelling, '~'] as const),
    ...hosts.map((host) => [host, '[server]'] as const),
    ...names.map((name = '') => [name, '[user]'] as const),
  ]
  return replacements
    .filter(([wanted]) => wanted.length > 1)
    .reduce((left, [wanted, put]) => left.replace(wholeWord(wanted), put), redact(text))
}

/** A path as it stands in messages, in addresses of files, and in JSON; longer ones first. */
function spellingsOf(path: string): readonly string[] {
  const plain = path.replaceAll('\\', '/')
  const all = [path, plain, encodeURI(plain.toWellFormed()), path.replaceAll('\\', '\\\\')]
  return [...new Set(all)].toSorted((one, other) => other.length - one.length)
}

function wholeWord(text: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu')
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
