// What of code that came in pieces stands behind its beginning. Pure.

/** The pieces behind `beginning`, the first of them without what belongs to it; null when the code does not begin so. */
export function behind(beginning: string, pieces: readonly string[]): readonly string[] | null {
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    const end = Math.min(beginning.length, at + piece.length)
    // Many times as fast as `startsWith`.
    if (beginning.slice(at, end) !== piece.slice(0, end - at)) return null
    if (end === beginning.length) return [piece.slice(end - at), ...pieces.slice(index + 1)]
    at = end
  }
  return at === beginning.length ? [] : null
}
