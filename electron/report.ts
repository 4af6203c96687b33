// A report for whoever is to find out what went wrong: what this Parley is, how it is set up, and the last lines of its log. Hides what
// is taken out of it. It is shown to the person to the letter, and goes nowhere by itself.

import { readFile } from 'node:fs/promises'
import { arch, platform, release } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { redact } from './logging/redact.ts'
import { saveFile } from './export/save-file.ts'
import { failed, succeeded, type Reply } from '../shared/failures.ts'
import type { KeyStatus } from '../shared/types/keys.ts'
import type { Server } from '../shared/types/servers.ts'
import type { Report } from '../shared/types/reports.ts'
import type { Settings } from '../shared/settings.ts'

export interface ReportService {
  /** Puts a report together, from what is known now. */
  readonly create: () => Promise<Report>
  /**
   * Saves the report that was made last where the person chooses, for them alone to read. Fails with `bad-input` when none was made,
   * and as `saveFile` does.
   */
  readonly save: () => Promise<Reply<'saved' | 'cancelled'>>
}

interface ReportOptions {
  readonly version: string
  /** Of what Parley runs on. */
  readonly versions: Readonly<Record<string, string | undefined>>
  /** The language of the system, such as "en-US". */
  readonly language: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly readSettings: () => { readonly settings: Settings; readonly servers: readonly Server[] }
  readonly keyStatus: () => Promise<KeyStatus>
  readonly countConversations: () => Promise<Reply<number>>
  readonly readLogLines: () => Promise<readonly string[]>
  /** The folder of the user, which must not stand in it. */
  readonly home: string
  /** Where a file of this name is to be saved; null when the person would rather not. */
  readonly chooseFile: (name: string) => Promise<string | null>
  readonly now: () => number
}

const maxLogLines = 200
const maxFailures = 20
/** A keychain whose question is open may not answer for a long time. */
const keyStatusTimeoutMs = 2_000

export function createReportService(options: ReportOptions): ReportService {
  let lastReport: { readonly text: string; readonly createdAt: number } | null = null

  return {
    async create() {
      const createdAt = options.now()
      const text = removePersonalData(await composeReport(options, createdAt), options)
      lastReport = { text, createdAt }
      return { text }
    },

    async save() {
      if (lastReport === null) return failed('bad-input', 'No report was made')
      const { text, createdAt } = lastReport
      const path = await options.chooseFile(`parley-report-${formatDate(createdAt)}.txt`)
      if (path === null) return succeeded('cancelled')
      const written = await saveFile(path, [succeeded(text)])
      return written.ok ? succeeded('saved') : written
    },
  }
}

/** In English whatever the window's language is: it is for those who mend Parley. */
async function composeReport(options: ReportOptions, createdAt: number): Promise<string> {
  const { version, versions, language, environment, readSettings, countConversations } = options
  const { settings, servers } = readSettings()
  const [lines, keys, system] = await Promise.all([options.readLogLines(), describeKeys(options.keyStatus()), describeSystem()])
  const conversations = await countConversations()
  const failures = lines.filter((line) => / A run failed /.test(line)).slice(-maxFailures)
  const reminder = settings.keyReminderDays === null ? 'never' : `after ${settings.keyReminderDays} days`
  return [
    `Parley ${version}, report of ${new Date(createdAt).toISOString()}`,
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
    `Last lines of the log: ${Math.min(lines.length, maxLogLines)} of ${lines.length}`,
    ...lines.slice(-maxLogLines),
    '',
  ].join('\n')
}

async function describeKeys(statusPromise: Promise<KeyStatus>): Promise<string> {
  const status = await Promise.race([statusPromise, pause(keyStatusTimeoutMs, null, { ref: false })])
  if (status === null) return 'not known, the keychain does not answer'
  const inKeychain = status.keys.filter(({ storage }) => storage === 'keychain').length
  const counts = `${inKeychain} in the keychain, ${status.keys.length - inKeychain} until Parley quits`
  return `${counts}; the one in use: ${status.state.kind}; keychain: ${status.keychainName ?? 'name not known'}`
}

async function describeSystem(): Promise<string> {
  const kernel = `${platform()} ${release()}`
  const osRelease = platform() === 'linux' ? await readFile('/etc/os-release', 'utf8').catch(() => '') : ''
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(osRelease)?.[1] ?? ''
  return name === '' ? kernel : `${name} (${kernel})`
}

/**
 * SECURITY: every line of the log was redacted when it was written; the whole is once more. Then goes what tells who the person is: their
 * folder, their name, and where their servers are.
 */
function removePersonalData(text: string, { home, environment, readSettings }: ReportOptions): string {
  const hosts = readSettings().servers.flatMap(({ address }) => URL.parse(address)?.host ?? [])
  const names = [environment['USER'], environment['LOGNAME'], environment['USERNAME'], home.split(/[\\/]/).at(-1)]
  const replacements = [
    ...listPathSpellings(home).map((spelling) => [spelling, '~'] as const),
    ...hosts.map((host) => [host, '[server]'] as const),
    ...names.map((name = '') => [name, '[user]'] as const),
  ]
  return replacements
    .filter(([term]) => term.length > 1)
    .reduce((result, [term, replacement]) => result.replace(wholeWordPattern(term), replacement), redact(text))
}

/** A path as it stands in messages, in addresses of files, and in JSON; longer ones first. */
function listPathSpellings(path: string): readonly string[] {
  const plain = path.replaceAll('\\', '/')
  const all = [path, plain, encodeURI(plain.toWellFormed()), path.replaceAll('\\', '\\\\')]
  return [...new Set(all)].toSorted((one, other) => other.length - one.length)
}

function wholeWordPattern(text: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu')
}

function formatDate(createdAt: number): string {
  return new Date(createdAt).toISOString().slice(0, 10)
}
