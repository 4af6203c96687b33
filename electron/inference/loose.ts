// Careful reading of JSON that a server wrote: nothing is believed about its shape.

export type Loose = Readonly<Record<string, unknown>>

/** The value's fields; none when it is no object. */
export function fieldsOf(value: unknown): Loose {
  return isLoose(value) ? value : none
}

/** Any object that is no array can be read by names; what stands there stays unknown. */
function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A whole number that is not negative, or null. */
export function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const none: Loose = {}
