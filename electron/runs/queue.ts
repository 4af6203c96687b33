// Who is answered and who waits: so many runs at once at each place, the others in the order in which they came.

export interface Turn {
  /** Resolves when the turn has come. */
  readonly comes: Promise<void>
  /** Gives it up, come or not; the next in line has it then. */
  readonly leave: () => void
}

export interface Queue {
  /** Takes a turn at a place. While it has not come, `tell` hears its place in the line at each change: 1 is the next one. */
  readonly enter: (place: string, tell: (placeInLine: number) => void) => Turn
}

interface Waiting {
  readonly begin: () => void
  readonly tell: (placeInLine: number) => void
}

export function createQueue(mostAtOnce: number): Queue {
  /** Of each place those who are there, in their order: the first so many have their turn. */
  const lines = new Map<string, readonly Waiting[]>()

  function moveUp(line: readonly Waiting[], from: number): void {
    for (const [index, waiting] of line.entries()) {
      if (index < from) continue
      if (index < mostAtOnce) waiting.begin()
      else waiting.tell(index - mostAtOnce + 1)
    }
  }

  return {
    enter(place, tell) {
      const { promise: comes, resolve: begin } = Promise.withResolvers<void>()
      const mine: Waiting = { begin, tell }
      const before = lines.get(place) ?? []
      const line = [...before, mine]
      lines.set(place, line)
      moveUp(line, before.length)
      return {
        comes,
        leave() {
          const now = lines.get(place) ?? []
          const index = now.indexOf(mine)
          if (index === -1) return
          const left = now.toSpliced(index, 1)
          if (left.length === 0) lines.delete(place)
          else lines.set(place, left)
          moveUp(left, Math.max(index, mostAtOnce - 1))
        },
      }
    },
  }
}
