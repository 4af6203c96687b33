// Careful reading of JSON that a server wrote: nothing is believed about its shape.

export type UnknownRecord = Readonly<Record<string, unknown>>

/** The value's fields; none when it is no object. */
export function toRecord(value: unknown): UnknownRecord {
  return isRecord(value) ? value : emptyRecord
}

/** Any object that is no array can be read by names; what stands there stays unknown. */
function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A whole number that is not negative, or null. */
export function toCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const emptyRecord: UnknownRecord = {}
