// The report for a bug: versions, settings, and the last lines of the log. The person sees exactly its text, and it is never sent anywhere.
// Hides which personal data is removed.

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
  /** Creates a report of the current state. */
  readonly create: () => Promise<Report>
  /** Saves the report created last to a file that the person chooses. Fails with `bad-input` if there is none, and like `saveFile`. */
  readonly save: () => Promise<Reply<'saved' | 'cancelled'>>
}

interface ReportOptions {
  readonly version: string
  /** The versions of Electron, Chromium and Node, as in `process.versions`. */
  readonly versions: Readonly<Record<string, string | undefined>>
  /** The system's language, such as "en-US". */
  readonly language: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly readSettings: () => { readonly settings: Settings; readonly servers: readonly Server[] }
  readonly keyStatus: () => Promise<KeyStatus>
  readonly countConversations: () => Promise<Reply<number>>
  readonly readLogLines: () => Promise<readonly string[]>
  /** The user's home folder, which is removed from the report. */
  readonly home: string
  /** Asks where to save a file and proposes this name; null when the person cancels. */
  readonly chooseFile: (name: string) => Promise<string | null>
  readonly now: () => number
}

const maxLogLines = 200
const maxFailures = 20
/** A keychain that waits for the person may not answer for a long time. */
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

/** Always in English, because its readers are Parley's developers. */
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
 * SECURITY: redacts the whole text again, though each line of the log was redacted when it was written. Then removes what identifies the
 * person: their home folder, their user name, and the hosts of their servers.
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

/** A path as written in messages, in file URLs and in JSON; longest first. */
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
