// Who is answered and who waits: so many runs at once at each place, the others in the order in which they came.

export interface QueueSlot {
  /** Resolves when the turn has come. */
  readonly ready: Promise<void>
  /** Gives it up, come or not; the next in line has it then. */
  readonly release: () => void
}

export interface Queue {
  /** Takes a turn at a place. While it has not come, `tell` hears its place in the line at each change: 1 is the next one. */
  readonly enter: (queueName: string, onPosition: (position: number) => void) => QueueSlot
}

interface QueueEntry {
  readonly start: () => void
  readonly onPosition: (position: number) => void
}

export function createQueue(maxConcurrent: number): Queue {
  /** Of each place those who are there, in their order: the first so many have their turn. */
  const queues = new Map<string, readonly QueueEntry[]>()

  function advance(queue: readonly QueueEntry[], from: number): void {
    for (const [index, entry] of queue.entries()) {
      if (index < from) continue
      if (index < maxConcurrent) entry.start()
      else entry.onPosition(index - maxConcurrent + 1)
    }
  }

  return {
    enter(queueName, onPosition) {
      const { promise: ready, resolve: start } = Promise.withResolvers<void>()
      const ownEntry: QueueEntry = { start, onPosition }
      const previous = queues.get(queueName) ?? []
      const queue = [...previous, ownEntry]
      queues.set(queueName, queue)
      advance(queue, previous.length)
      return {
        ready,
        release() {
          const current = queues.get(queueName) ?? []
          const index = current.indexOf(ownEntry)
          if (index === -1) return
          const remaining = current.toSpliced(index, 1)
          if (remaining.length === 0) queues.delete(queueName)
          else queues.set(queueName, remaining)
          advance(remaining, Math.max(index, maxConcurrent - 1))
        },
      }
    },
  }
}
