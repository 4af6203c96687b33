// Reads JSON from a server without trusting its shape.

export type UnknownRecord = Readonly<Record<string, unknown>>

/** The value itself if it is an object, otherwise an empty one. */
export function toRecord(value: unknown): UnknownRecord {
  return isRecord(value) ? value : emptyRecord
}

/** Any object but an array can be read by name; the types of its fields stay unknown. */
function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A string, or an empty one for any other value. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A non-negative integer, or null. */
export function toCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

const emptyRecord: UnknownRecord = {}
