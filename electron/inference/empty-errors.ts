// Takes `"error": null` out of events. Some servers write it into every chunk, and the library takes any event with a field of that
// name for a failure.

import { fieldsOf, parseJson } from './loose.ts'

const mark = '"error"'
/** Not with `^`, which takes signs inside of an event for the end of a line. */
const eachLine = /[^\r\n]+/g

/** @param lines whole lines. */
export function withoutEmptyErrors(lines: Buffer): Buffer {
  // Nearly no stream has any: the native search is all they pay.
  return lines.includes(mark) ? Buffer.from(lines.toString('utf8').replace(eachLine, cleaned)) : lines
}

function cleaned(line: string): string {
  if (!line.startsWith('data:') || !line.includes(mark)) return line
  const event = parseJson(line.slice('data:'.length))
  if (fieldsOf(event)['error'] !== null) return line
  const { error: _, ...rest } = fieldsOf(event)
  return `data: ${JSON.stringify(rest)}`
}
