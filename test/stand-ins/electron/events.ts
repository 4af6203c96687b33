// Electron's events, which a listener can refuse.

export interface PreventableEvent {
  readonly preventDefault: () => void
  readonly defaultPrevented: boolean
}

/** An event with the details its listeners read. */
export function createPreventableEvent<Details extends object>(details: Details): PreventableEvent & Details {
  let isPrevented = false
  return {
    ...details,
    preventDefault: () => void (isPrevented = true),
    get defaultPrevented() {
      return isPrevented
    },
  }
}
