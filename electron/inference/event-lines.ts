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
      const lastEnd = endOfLastEvent(whole)
      eventSoFar = lastEnd < 0 ? eventSoFar + whole.length : whole.length - lastEnd
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

/** Where the last blank line lies; -1 when there is none. */
function endOfLastEvent(lines: Buffer): number {
  const plain = lines.lastIndexOf('\n\n')
  if (plain >= 0) return plain + 2
  const others = Math.max(lines.lastIndexOf('\n\r\n'), lines.lastIndexOf('\r\r'))
  if (others >= 0) return others + 1
  // The line before it ended in the piece before.
  return lines[0] === newline || lines[0] === carriageReturn ? 1 : -1
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
