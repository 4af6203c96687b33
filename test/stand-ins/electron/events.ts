// Electron's events, which a listener can refuse.

export interface RefusableEvent {
  readonly preventDefault: () => void
  readonly defaultPrevented: boolean
}

/** An event with the details its listeners read. */
export function refusable<Details extends object>(details: Details): RefusableEvent & Details {
  let isRefused = false
  return {
    ...details,
    preventDefault: () => void (isRefused = true),
    get defaultPrevented() {
      return isRefused
    },
  }
}
