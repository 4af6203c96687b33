// Cuts a byte stream of events where lines end, and bounds one event. Works on bytes and looks at each only as often as the native
// search does: a stream of many small events must not cost main more than it has to.

/** An event that does not end. */
export class TooLargeError extends Error {}

interface EventLineSplitter {
  /** The whole lines that are there now, as one piece; null when none has ended. */
  readonly add: (chunk: Uint8Array) => Buffer | null
  /** Whether the lines so far end with a whole event. */
  readonly isBetweenEvents: () => boolean
  /** What is left, closed with a blank line: a real provider leaves it out, and the last event would be lost. */
  readonly end: () => Buffer
}

const newline = 10
const carriageReturn = 13
const blankLine = Buffer.from('\n\n')

/** @param maxEventBytes the most that may come without a blank line. */
export function createEventLineSplitter(maxEventBytes: number): EventLineSplitter {
  const partialLine = createByteBuffer()
  /** Bytes of the event that has begun, up to its last whole line. */
  let eventLength = 0
  /** The last byte of the piece before. A blank line at the very beginning ends nothing. */
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
 * Bytes of a line that has not ended, in one piece of memory: a server may send it byte by byte, and a million pieces of one byte
 * take a hundred times their size.
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
    /** All of it. It is held no longer. */
    take(): Buffer {
      const all = buffer.subarray(0, length)
      buffer = Buffer.alloc(0)
      length = 0
      return all
    },
  }
}

/**
 * Where the last event ends; -1 when none does. A blank line is one end of a line behind another, and "\r\n" is one end, not two.
 * @param previousByte the byte in front of these lines
 * @param isBetweenEvents whether an event had ended there
 */
function findEndOfLastEvent(lines: Buffer, previousByte: number, isBetweenEvents: boolean): number {
  let last = lines.lastIndexOf('\n\n')
  for (const separator of ['\n\r', '\r\r']) {
    // Most streams have none of these: only what lies behind the one found already is looked at.
    const found = lines.subarray(last + 1).lastIndexOf(separator)
    if (found >= 0) last += 1 + found
  }
  if (last >= 0) return findEndOfLine(lines, last + 1)
  const isRestOfCrLf = previousByte === carriageReturn && lines[0] === newline
  if (isRestOfCrLf) return isBetweenEvents ? 1 : -1
  return lines[0] === newline || lines[0] === carriageReturn ? findEndOfLine(lines, 0) : -1
}

/** Behind the end of a line that lies there. */
function findEndOfLine(lines: Buffer, index: number): number {
  return lines[index] === carriageReturn && lines[index + 1] === newline ? index + 2 : index + 1
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
