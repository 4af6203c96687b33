// The one log: a rotating file for bug reports. Hides electron-log, and takes out whatever looks like a secret before a line is
// written. Loaded at the first line, never before the first paint. Nobody may hand it a prompt or an answer.

import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Log {
  /** @param about an error, or a record of which the plain fields are written (no text of prompts or answers). */
  info(text: string, about?: unknown): void
  warn(text: string, about?: unknown): void
  error(text: string, about?: unknown): void
  /** Resolves when every line so far is in the file: to be awaited before the program ends. */
  written(): Promise<void>
}

type Level = 'info' | 'warn' | 'error'
type WriteLine = (level: Level, line: string) => void

const fileName = 'parley.log'
const longestLine = 4_000
const deepestCause = 3

/**
 * Makes the log in `folder`: parley.log, of which the last megabyte but one is kept as parley.old.log. A log that cannot be
 * written never stops the program.
 */
export function createLog(folder: string): Log {
  let file: Promise<WriteLine> | null = null
  let lastWrite: Promise<void> = Promise.resolve()

  function add(level: Level, text: string, about: unknown): void {
    const details = about === undefined ? '' : ` ${describe(about)}`
    // SECURITY: redacted before it is cut, or half a key at the cut would no longer look like one.
    const line = `${new Date().toISOString()} ${level} ${redact(text + details).slice(0, longestLine)}`
    file ??= openFile(folder)
    const opened = file
    lastWrite = lastWrite.then(async () => (await opened)(level, line.replaceAll('\n', '\n  ')))
  }

  return {
    info: (text, about) => add('info', text, about),
    warn: (text, about) => add('warn', text, about),
    error: (text, about) => add('error', text, about),
    written: () => lastWrite,
  }
}

async function openFile(folder: string): Promise<WriteLine> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { default: electronLog } = await import('electron-log/node')
    const logger = electronLog.create({ logId: folder })
    const { console: toConsole, file: toFile, ipc, remote } = logger.transports
    for (const unused of [toConsole, ipc, remote]) if (unused) unused.level = false
    toFile.resolvePathFn = () => join(folder, fileName)
    toFile.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
    toFile.transforms = [({ data }) => data.join(' ')]
    // A file from before may have been made with other rights, by a copy or a restore.
    chmodSync(toFile.getFile().path, 0o600)
    return (level, line) => logger[level](line)
  } catch {
    // There is nobody left to tell: the log is where it would be told.
    return () => {}
  }
}

/** What an error or a record says, without what hangs on it: a library's error may carry the whole request. */
function describe(about: unknown, depth = 0): string {
  if (about instanceof Error) {
    const own = about.stack ?? `${about.name}: ${about.message}`
    if (about.cause === undefined || depth === deepestCause) return own
    return `${own}\ncaused by ${describe(about.cause, depth + 1)}`
  }
  if (typeof about !== 'object' || about === null) return String(about)
  return Object.entries(about)
    .filter(([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')
}

// SECURITY: by shape alone. The log holds no list of secrets to look for, so it can leak none. Where in doubt a harmless word goes.
const separator = String.raw`(?:_|%5f|%5F|\\u005f)`
const shapes: readonly (readonly [RegExp, string])[] = [
  // What stands in the headers that carry a key or a proxy's password.
  [/(authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, '$1[secret]'],
  [/(bearer(?:\s|%20|\+)+)[^\s"',;]+/gi, '$1[secret]'],
  [/(\/\/)[^\s/@"']+@/g, '$1[secret]@'],
  // A key of Hugging Face: as it is, percent-encoded or JSON-escaped; in hex; in base64 at each of the three offsets.
  [new RegExp(`(?:hf|api${separator}org)${separator}(?:[A-Za-z0-9_-]|${separator}){4,}`, 'g'), '[secret]'],
  [/(?:68665f|6170695f6f72675f)[0-9a-f]{6,}/gi, '[secret]'],
  [/[A-Za-z0-9+/_-]*(?:aGZf|hmX|oZl|YXBpX29yZ|FwaV9vcm|hcGlfb3Jn)[A-Za-z0-9+/_-]{6,}=*/g, '[secret]'],
  // Anything else that long is no word. A UUID's groups are shorter.
  [/[0-9a-f]{32,}/gi, '[secret]'],
]
const longRun = /[A-Za-z0-9+/_-]{40,}=*/g

/** Replaces whatever looks like a key or another secret. Ids of runs, names of models and paths stay readable. */
export function redact(text: string): string {
  // UTF-16 read as bytes has a NUL between its characters, which would hide a key from every shape below.
  const plain = text.replaceAll('\0', '')
  return shapes
    .reduce((left, [shape, replacement]) => left.replace(shape, replacement), plain)
    .replace(longRun, (run) => (looksRandom(run) ? '[secret]' : run))
}

/** Whether the letters are mixed as chance mixes them: capitals, small ones and digits, seldom a separator. Unlike paths and names. */
function looksRandom(run: string): boolean {
  const share = (kind: RegExp) => (run.match(kind)?.length ?? 0) / run.length
  return share(/[A-Z]/g) >= 1 / 8 && share(/[a-z]/g) >= 1 / 8 && share(/\d/g) >= 1 / 20 && share(/[/_-]/g) <= 1 / 8
}
