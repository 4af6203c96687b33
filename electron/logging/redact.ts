// Removes keys and other secrets from text that others wrote, before it is logged, shown or saved. Hides the shapes by which they are
// recognized, in every encoding a key may have.

// SECURITY: recognizes secrets by shape only, so that no list of secrets exists that could leak. When in doubt it removes a harmless word.
const separator = String.raw`(?:_|%5f|%5F|\\u005f)`
const patterns: readonly (readonly [RegExp, string])[] = [
  // Headers and addresses that carry a key or a proxy's password.
  [/(authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, '$1[secret]'],
  [/(bearer(?:\s|%20|\+)+)[^\s"',;]+/gi, '$1[secret]'],
  [/(\/\/)[^\s/@"']+@/g, '$1[secret]@'],
  // A Hugging Face key: plain, percent-encoded or JSON-escaped; in hex; in base64 at each of the three offsets.
  [new RegExp(`(?:hf|api${separator}org)${separator}(?:[A-Za-z0-9_-]|${separator}){4,}`, 'g'), '[secret]'],
  [/(?:68665f|6170695f6f72675f)[0-9a-f]{6,}/gi, '[secret]'],
  // The lookbehind starts matches only where a run of such characters starts. Trying every position takes hours on a long text.
  [/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]*(?:aGZf|hmX|oZl|YXBpX29yZ|FwaV9vcm|hcGlfb3Jn)[A-Za-z0-9+/_-]{6,}=*/g, '[secret]'],
  // Text in which every character is escaped without need.
  [/(?:%[0-9a-f]{2}){8,}|(?:\\u[0-9a-f]{4}){8,}/gi, '[secret]'],
  // Long hexadecimal numbers. The groups of a UUID are shorter.
  [/[0-9a-f]{32,}/gi, '[secret]'],
]
const longTokenPattern = /[A-Za-z0-9+/_-]{40,}=*/g

/** Replaces everything that looks like a secret by `[secret]`. UUIDs, model names and paths stay readable. */
export function redact(text: string): string {
  // UTF-16 read as bytes has a NUL after each character, which would keep a key from matching.
  const cleaned = text.replaceAll('\0', '')
  return patterns
    .reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), cleaned)
    .replace(longTokenPattern, (token) => (looksRandom(token) ? '[secret]' : token))
}

/** Whether upper case, lower case and digits are mixed as in random text, with few separators, unlike paths and names. */
function looksRandom(token: string): boolean {
  const ratioOf = (characterClass: RegExp) => (token.match(characterClass)?.length ?? 0) / token.length
  return ratioOf(/[A-Z]/g) >= 1 / 8 && ratioOf(/[a-z]/g) >= 1 / 8 && ratioOf(/\d/g) >= 1 / 20 && ratioOf(/[/_-]/g) <= 1 / 8
}
