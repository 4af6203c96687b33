// The log, for bug reports: redacts what looks like a secret before a line is written. Callers must not log prompts or answers.
// The file is opened at the first line, so that it does not delay the first paint.

import type { LogLevel, WriteLine } from './log-file.ts'
import { redact } from './redact.ts'

export interface Log {
  /** @param context an error, or a record whose strings, numbers and booleans are written */
  readonly info: (text: string, context?: unknown) => void
  readonly warn: (text: string, context?: unknown) => void
  readonly error: (text: string, context?: unknown) => void
  /** All lines, oldest first; an entry may have several. Empty where the log cannot be read. */
  readonly readLines: () => Promise<readonly string[]>
  /** Resolves when every line so far is in the file. Await it before exiting. */
  readonly flush: () => Promise<void>
}

const maxLineLength = 4_000
const maxCauseDepth = 3

/** Creates the log in `folder`: parley.log, and the megabyte before it as parley.old.log. A log that cannot be written is ignored. */
export function createLog(folder: string): Log {
  let file: Promise<WriteLine> | null = null
  let lastWrite: Promise<void> = Promise.resolve()

  function add(level: LogLevel, text: string, context: unknown): void {
    const details = context === undefined ? '' : ` ${formatContext(context)}`
    // SECURITY: redact before truncating, because half a key would not be recognized.
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
    // There is no log to report this to.
    return () => {}
  }
}

/** SECURITY: writes an error's stack but not its other properties: a library's error may carry the whole request. */
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
