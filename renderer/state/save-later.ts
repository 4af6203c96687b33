// Saving while somebody types: a moment after each change, never put off by more typing, and at once when it is asked for.

export interface Later {
  readonly soon: () => void
  /** Saves what waits to be saved; resolves when that is done. */
  readonly now: () => Promise<void>
  /** What waits to be saved needs no saving any more. */
  readonly forget: () => void
}

const afterMs = 400

/** @param save reads what there is to save when it is called. */
export function saveLater(save: () => Promise<unknown>): Later {
  let timer: ReturnType<typeof setTimeout> | undefined

  function forget(): void {
    clearTimeout(timer)
    timer = undefined
  }

  async function now(): Promise<void> {
    if (timer === undefined) return
    forget()
    await save()
  }

  return {
    soon() {
      timer ??= setTimeout(() => void now(), afterMs)
    },
    now,
    forget,
  }
}
