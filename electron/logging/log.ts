// The one log, for bug reports: takes out whatever looks like a secret before a line is written. Its file is opened at the first line,
// never before the first paint. Nobody may hand it a prompt or an answer.

import type { LogLevel, WriteLine } from './log-file.ts'
import { redact } from './redact.ts'

export interface Log {
  /** @param context an error, or a record of which the plain fields are written (no text of prompts or answers). */
  readonly info: (text: string, context?: unknown) => void
  readonly warn: (text: string, context?: unknown) => void
  readonly error: (text: string, context?: unknown) => void
  /** Every line that is kept, oldest first; an event of several lines is several. None where the log cannot be read. */
  readonly readLines: () => Promise<readonly string[]>
  /** Resolves when every line so far is in the file: to be awaited before the program ends. */
  readonly flush: () => Promise<void>
}

const maxLineLength = 4_000
const maxCauseDepth = 3

/**
 * Makes the log in `folder`: parley.log, of which the last megabyte but one is kept as parley.old.log. A log that cannot be
 * written never stops the program.
 */
export function createLog(folder: string): Log {
  let file: Promise<WriteLine> | null = null
  let lastWrite: Promise<void> = Promise.resolve()

  function add(level: LogLevel, text: string, context: unknown): void {
    const details = context === undefined ? '' : ` ${formatContext(context)}`
    // SECURITY: redacted before it is cut, or half a key at the cut would no longer look like one.
    const line = `${new Date().toISOString()} ${level} ${redact(text + details).slice(0, maxLineLength)}`
    file ??= openFile(folder)
    const opened = file
    lastWrite = lastWrite.then(async () => (await opened)(level, line.replaceAll('\n', '\n  ')))
  }

  return {
    info: (text, context) => add('info', text, context),
    warn: (text, context) => add('warn', text, context),
    error: (text, context) => add('error', text, context),
    async readLines() {
      await lastWrite
      const { readLogLines } = await import('./log-file.ts')
      return readLogLines(folder)
    },
    flush: () => lastWrite,
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
function formatContext(context: unknown, depth = 0): string {
  if (context instanceof Error) {
    const ownText = context.stack ?? `${context.name}: ${context.message}`
    if (context.cause === undefined || depth === maxCauseDepth) return ownText
    return `${ownText}\ncaused by ${formatContext(context.cause, depth + 1)}`
  }
  if (typeof context !== 'object' || context === null) return String(context)
  return Object.entries(context)
    .filter(([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')
}
