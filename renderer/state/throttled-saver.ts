// Saves at most once in a while during typing. Unlike a debounced save, more typing does not postpone it.

export interface ThrottledSaver {
  readonly schedule: () => void
  /** Saves now what waits to be saved. Resolves when that is done. */
  readonly flush: () => Promise<void>
  /** Drops what waits to be saved. */
  readonly cancel: () => void
}

const saveDelayMs = 400

/** @param save reads the current state when it is called */
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
