// Colours a growing text now and then: at once, at most four times a second while it grows, and once when it stands still.

import type { Language } from './languages.ts'
import type { Piece, ToWorker } from './pieces.ts'

const restMs = 250
/** Longer code keeps the colours that it has: more would be a long time on the page at each turn. */
export const longestCode = 20_000

export interface Colours {
  /** The text that is coloured; the code may have grown since. */
  readonly code: string
  readonly pieces: readonly Piece[]
}

export interface Colouring {
  readonly grow: (code: string) => void
  readonly end: () => void
}

/** @param onColours not called any more after the end */
export function startColouring(
  language: Language,
  colour: (work: ToWorker) => Promise<readonly Piece[] | null>,
  onColours: (colours: Colours) => void,
): Colouring {
  let wanted = ''
  let coloured = ''
  let timer: ReturnType<typeof setTimeout> | null = null
  let isOver = false

  async function turn(): Promise<void> {
    const code = wanted
    const pieces = await colour({ code, language })
    timer = null
    // What took too long once is not tried again.
    if (pieces === null) isOver = true
    if (isOver || pieces === null) return
    coloured = code
    onColours({ code, pieces })
    next(restMs)
  }

  function next(afterMs: number): void {
    if (!isOver && timer === null && wanted !== coloured) timer = setTimeout(() => void turn(), afterMs)
  }

  return {
    grow(code) {
      if (code.length > longestCode) return
      wanted = code
      next(coloured === '' ? 0 : restMs)
    },
    end() {
      isOver = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
