// What of code that came in pieces stands behind its beginning. Pure.

/** The pieces behind `beginning`, the first of them without what belongs to it; null when the code does not begin so. */
export function skipPrefix(prefix: string, segments: readonly string[]): readonly string[] | null {
  let offset = 0
  for (const [index, segment] of segments.entries()) {
    const end = Math.min(prefix.length, offset + segment.length)
    // Many times as fast as `startsWith`.
    if (prefix.slice(offset, end) !== segment.slice(0, end - offset)) return null
    if (end === prefix.length) return [segment.slice(end - offset), ...segments.slice(index + 1)]
    offset = end
  }
  return offset === prefix.length ? [] : null
}
