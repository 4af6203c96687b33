// Limits how many runs go on at the same time in each of several queues; the others wait in order.

export interface QueueSlot {
  /** Resolves when the run may start. */
  readonly ready: Promise<void>
  /** Gives the slot to the next run, whether it was ready or not. */
  readonly release: () => void
}

export interface Queue {
  /** Enters a queue. Until the slot is ready, `onPosition` gets each new position: 1 is the next one. */
  readonly enter: (queueName: string, onPosition: (position: number) => void) => QueueSlot
}

interface QueueEntry {
  readonly start: () => void
  readonly onPosition: (position: number) => void
}

export function createQueue(maxConcurrent: number): Queue {
  /** The entries of each queue, in order: the first `maxConcurrent` are ready. */
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
