// Takes `"error": null` out of events. Some servers write it into every chunk, and the library takes any event with a field of that
// name for a failure.

import { toRecord, parseJson } from './untrusted-json.ts'

const errorField = '"error"'
/** Not with `^`, which takes signs inside of an event for the end of a line. */
const linePattern = /[^\r\n]+/g

/** @param lines whole lines. */
export function removeEmptyErrors(lines: Buffer): Buffer {
  // Nearly no stream has any: the native search is all they pay.
  return lines.includes(errorField) ? Buffer.from(lines.toString('utf8').replace(linePattern, cleanLine)) : lines
}

function cleanLine(line: string): string {
  if (!line.startsWith('data:') || !line.includes(errorField)) return line
  const event = parseJson(line.slice('data:'.length))
  if (toRecord(event)['error'] !== null) return line
  const { error: _, ...rest } = toRecord(event)
  return `data: ${JSON.stringify(rest)}`
}
