// Parses JSON from outside the app.

/** Undefined for text that is not JSON. Check the shape of anything else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
