// Prepares a stream of server-sent events for the library: splits it at line ends, limits the size of one event, and removes empty error
// fields. Works on bytes with native searches only, so that a stream of many small events stays cheap for the main process.

import { parseJson } from '../../shared/parse-json.ts'
import { toRecord } from './untrusted-json.ts'

/** An event, or a whole reply, that exceeds its limit. */
export class TooLargeError extends Error {}

interface EventLineSplitter {
  /** The lines that are complete now, as one buffer; null when none is. */
  readonly add: (chunk: Uint8Array) => Buffer | null
  /** Whether the lines so far end with a complete event. */
  readonly isBetweenEvents: () => boolean
  /** The rest, with a blank line after it: some providers omit that line, and the library would drop the last event. */
  readonly end: () => Buffer
}

const newline = 10
const carriageReturn = 13
const blankLine = Buffer.from('\n\n')

/** Throws TooLargeError for an event of more than `maxEventBytes`. */
export function createEventLineSplitter(maxEventBytes: number): EventLineSplitter {
  const partialLine = createByteBuffer()
  /** Bytes of the current event, up to its last complete line. */
  let eventLength = 0
  /** The last byte of the previous lines. Starts as a newline, because a blank line at the very start ends no event. */
  let lastByte = newline

  function checkSize(): void {
    if (eventLength + partialLine.bytes() > maxEventBytes) throw new TooLargeError()
  }

  return {
    add(chunk) {
      const end = Math.max(chunk.lastIndexOf(newline), chunk.lastIndexOf(carriageReturn)) + 1
      if (end === 0) {
        partialLine.add(chunk)
        checkSize()
        return null
      }
      const endedLines = chunk.subarray(0, end)
      const completeLines = partialLine.bytes() === 0 ? toBuffer(endedLines) : Buffer.concat([partialLine.take(), endedLines])
      if (end < chunk.length) partialLine.add(chunk.subarray(end))
      const lastEnd = findEndOfLastEvent(completeLines, lastByte, eventLength === 0)
      eventLength = lastEnd < 0 ? eventLength + completeLines.length : completeLines.length - lastEnd
      lastByte = completeLines.at(-1) ?? newline
      checkSize()
      return completeLines
    },
    isBetweenEvents: () => eventLength === 0,
    end: () => Buffer.concat([partialLine.take(), blankLine]),
  }
}

/**
 * The bytes of an incomplete line, in one growing buffer. A server may send it byte by byte, and a million buffers of one byte take a
 * hundred times that memory.
 */
function createByteBuffer() {
  let buffer = Buffer.alloc(0)
  let length = 0
  return {
    bytes: () => length,
    add(chunk: Uint8Array): void {
      if (length + chunk.length > buffer.length) {
        const grown = Buffer.allocUnsafe(2 * (length + chunk.length))
        buffer.copy(grown, 0, 0, length)
        buffer = grown
      }
      buffer.set(chunk, length)
      length += chunk.length
    },
    /** Returns the content and empties the buffer. */
    take(): Buffer {
      const all = buffer.subarray(0, length)
      buffer = Buffer.alloc(0)
      length = 0
      return all
    },
  }
}

/**
 * The index after the last event; -1 when no event ends in these lines. A blank line is two line ends in a row, and "\r\n" is one line end.
 * @param previousByte the byte before these lines
 * @param isBetweenEvents whether an event had ended there
 */
function findEndOfLastEvent(lines: Buffer, previousByte: number, isBetweenEvents: boolean): number {
  let last = lines.lastIndexOf('\n\n')
  for (const separator of ['\n\r', '\r\r']) {
    // Rare, so only the bytes after the blank line that was found already are searched.
    const found = lines.subarray(last + 1).lastIndexOf(separator)
    if (found >= 0) last += 1 + found
  }
  if (last >= 0) return findEndOfLine(lines, last + 1)
  const isRestOfCrLf = previousByte === carriageReturn && lines[0] === newline
  if (isRestOfCrLf) return isBetweenEvents ? 1 : -1
  return lines[0] === newline || lines[0] === carriageReturn ? findEndOfLine(lines, 0) : -1
}

/** The index after the line end at `index`. */
function findEndOfLine(lines: Buffer, index: number): number {
  return lines[index] === carriageReturn && lines[index + 1] === newline ? index + 2 : index + 1
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

const errorField = '"error"'
/** Without `^` and the `m` flag, which also match after U+2028 inside an event. */
const linePattern = /[^\r\n]+/g

/**
 * Removes `"error": null` from events: some servers write it into every chunk, and the library takes any event with that field for a failure.
 * @param lines complete lines
 */
export function removeEmptyErrors(lines: Buffer): Buffer {
  // Almost no stream contains the field, so all that most pay is this native search.
  return lines.includes(errorField) ? Buffer.from(lines.toString('utf8').replace(linePattern, removeEmptyError)) : lines
}

function removeEmptyError(line: string): string {
  if (!line.startsWith('data:') || !line.includes(errorField)) return line
  const event = parseJson(line.slice('data:'.length))
  if (toRecord(event)['error'] !== null) return line
  const { error: _, ...rest } = toRecord(event)
  return `data: ${JSON.stringify(rest)}`
}
