// Electron's cancelable events.

export interface PreventableEvent {
  readonly preventDefault: () => void
  readonly defaultPrevented: boolean
}

/** An event with `details` and `preventDefault`. */
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
