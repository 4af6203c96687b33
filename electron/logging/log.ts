// The one log, for bug reports: takes out whatever looks like a secret before a line is written. Its file is opened at the first line,
// never before the first paint. Nobody may hand it a prompt or an answer.

import type { Level, WriteLine } from './log-file.ts'
import { redact } from './redact.ts'

export interface Log {
  /** @param about an error, or a record of which the plain fields are written (no text of prompts or answers). */
  info(text: string, about?: unknown): void
  warn(text: string, about?: unknown): void
  error(text: string, about?: unknown): void
  /** Every line that is kept, oldest first; an event of several lines is several. None where the log cannot be read. */
  lines(): Promise<readonly string[]>
  /** Resolves when every line so far is in the file: to be awaited before the program ends. */
  written(): Promise<void>
}

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
    async lines() {
      await lastWrite
      const { readLogLines } = await import('./log-file.ts')
      return readLogLines(folder)
    },
    written: () => lastWrite,
  }
}

async function openFile(folder: string): Promise<WriteLine> {
  try {
    const { openLogFile } = await import('./log-file.ts')
    return openLogFile(folder)
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
