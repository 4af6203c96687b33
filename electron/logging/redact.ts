// Takes keys and other secrets out of a text that somebody else wrote, before it is logged, shown or kept. Hides by which shapes they
// are known, in every way in which a key may be written.

// SECURITY: by shape alone. The log holds no list of secrets to look for, so it can leak none. Where in doubt a harmless word goes.
const separator = String.raw`(?:_|%5f|%5F|\\u005f)`
const patterns: readonly (readonly [RegExp, string])[] = [
  // What stands in the headers that carry a key or a proxy's password.
  [/(authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, '$1[secret]'],
  [/(bearer(?:\s|%20|\+)+)[^\s"',;]+/gi, '$1[secret]'],
  [/(\/\/)[^\s/@"']+@/g, '$1[secret]@'],
  // A key of Hugging Face: as it is, percent-encoded or JSON-escaped; in hex; in base64 at each of the three offsets.
  [new RegExp(`(?:hf|api${separator}org)${separator}(?:[A-Za-z0-9_-]|${separator}){4,}`, 'g'), '[secret]'],
  [/(?:68665f|6170695f6f72675f)[0-9a-f]{6,}/gi, '[secret]'],
  // Looked for from the beginning of a run only: from each of its letters it would take hours in a long one.
  [/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]*(?:aGZf|hmX|oZl|YXBpX29yZ|FwaV9vcm|hcGlfb3Jn)[A-Za-z0-9+/_-]{6,}=*/g, '[secret]'],
  // Anything that is escaped sign by sign, though it need not be.
  [/(?:%[0-9a-f]{2}){8,}|(?:\\u[0-9a-f]{4}){8,}/gi, '[secret]'],
  // Anything else that long is no word. A UUID's groups are shorter.
  [/[0-9a-f]{32,}/gi, '[secret]'],
]
const longTokenPattern = /[A-Za-z0-9+/_-]{40,}=*/g

/** Replaces whatever looks like a key or another secret. Ids of runs, names of models and paths stay readable. */
export function redact(text: string): string {
  // UTF-16 read as bytes has a NUL between its characters, which would hide a key from every shape below.
  const cleaned = text.replaceAll('\0', '')
  return patterns
    .reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), cleaned)
    .replace(longTokenPattern, (token) => (looksRandom(token) ? '[secret]' : token))
}

/** Whether the letters are mixed as chance mixes them: capitals, small ones and digits, seldom a separator. Unlike paths and names. */
function looksRandom(token: string): boolean {
  const ratioOf = (characterClass: RegExp) => (token.match(characterClass)?.length ?? 0) / token.length
  return ratioOf(/[A-Z]/g) >= 1 / 8 && ratioOf(/[a-z]/g) >= 1 / 8 && ratioOf(/\d/g) >= 1 / 20 && ratioOf(/[/_-]/g) <= 1 / 8
}
