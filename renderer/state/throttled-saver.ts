// Saving while somebody types: a moment after each change, never put off by more typing, and at once when it is asked for.

export interface ThrottledSaver {
  readonly schedule: () => void
  /** Saves what waits to be saved; resolves when that is done. */
  readonly flush: () => Promise<void>
  /** What waits to be saved needs no saving any more. */
  readonly cancel: () => void
}

const saveDelayMs = 400

/** @param save reads what there is to save when it is called. */
export function createThrottledSaver(save: () => Promise<unknown>): ThrottledSaver {
  let timer: ReturnType<typeof setTimeout> | undefined

  function cancel(): void {
    clearTimeout(timer)
    timer = undefined
  }

  async function flush(): Promise<void> {
    if (timer === undefined) return
    cancel()
    await save()
  }

  return {
    schedule() {
      timer ??= setTimeout(() => void flush(), saveDelayMs)
    },
    flush,
    cancel,
  }
}
