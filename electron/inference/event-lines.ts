// Cuts a byte stream of events where lines end, and bounds one event. Works on bytes and looks at each only as often as the native
// search does: a stream of many small events must not cost main more than it has to.

/** An event that does not end. */
export class TooLarge extends Error {}

interface EventLines {
  /** The whole lines that are there now, as one piece; null when none has ended. */
  readonly add: (chunk: Uint8Array) => Buffer | null
  /** Whether the lines so far end with a whole event. */
  readonly isBetween: () => boolean
  /** What is left, closed with a blank line: a real provider leaves it out, and the last event would be lost. */
  readonly end: () => Buffer
}

const newline = 10
const carriageReturn = 13
const blankLine = Buffer.from('\n\n')

/** @param eventBytes the most that may come without a blank line. */
export function createEventLines(eventBytes: number): EventLines {
  const held = createHolder()
  /** Bytes of the event that has begun, up to its last whole line. */
  let eventSoFar = 0
  /** The last byte of the piece before. A blank line at the very beginning ends nothing. */
  let lastByte = newline

  function bound(): void {
    if (eventSoFar + held.bytes() > eventBytes) throw new TooLarge()
  }

  return {
    add(chunk) {
      const end = Math.max(chunk.lastIndexOf(newline), chunk.lastIndexOf(carriageReturn)) + 1
      if (end === 0) {
        held.add(chunk)
        bound()
        return null
      }
      const ended = chunk.subarray(0, end)
      const whole = held.bytes() === 0 ? asBuffer(ended) : Buffer.concat([held.take(), ended])
      if (end < chunk.length) held.add(chunk.subarray(end))
      const lastEnd = endOfLastEvent(whole, lastByte, eventSoFar === 0)
      eventSoFar = lastEnd < 0 ? eventSoFar + whole.length : whole.length - lastEnd
      lastByte = whole.at(-1) ?? newline
      bound()
      return whole
    },
    isBetween: () => eventSoFar === 0,
    end: () => Buffer.concat([held.take(), blankLine]),
  }
}

/**
 * Bytes of a line that has not ended, in one piece of memory: a server may send it byte by byte, and a million pieces of one byte
 * take a hundred times their size.
 */
function createHolder() {
  let kept = Buffer.alloc(0)
  let length = 0
  return {
    bytes: () => length,
    add(chunk: Uint8Array): void {
      if (length + chunk.length > kept.length) {
        const grown = Buffer.allocUnsafe(2 * (length + chunk.length))
        kept.copy(grown, 0, 0, length)
        kept = grown
      }
      kept.set(chunk, length)
      length += chunk.length
    },
    /** All of it. It is held no longer. */
    take(): Buffer {
      const all = kept.subarray(0, length)
      kept = Buffer.alloc(0)
      length = 0
      return all
    },
  }
}

/**
 * Where the last event ends; -1 when none does. A blank line is one end of a line behind another, and "\r\n" is one end, not two.
 * @param before the byte in front of these lines
 * @param isBetween whether an event had ended there
 */
function endOfLastEvent(lines: Buffer, before: number, isBetween: boolean): number {
  let last = lines.lastIndexOf('\n\n')
  for (const other of ['\n\r', '\r\r']) {
    // Most streams have none of these: only what lies behind the one found already is looked at.
    const found = lines.subarray(last + 1).lastIndexOf(other)
    if (found >= 0) last += 1 + found
  }
  if (last >= 0) return endOfLine(lines, last + 1)
  const isRestOfEnd = before === carriageReturn && lines[0] === newline
  if (isRestOfEnd) return isBetween ? 1 : -1
  return lines[0] === newline || lines[0] === carriageReturn ? endOfLine(lines, 0) : -1
}

/** Behind the end of a line that lies there. */
function endOfLine(lines: Buffer, at: number): number {
  return lines[at] === carriageReturn && lines[at + 1] === newline ? at + 2 : at + 1
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
