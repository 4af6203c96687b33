// About how many tokens a text is to a model, without its vocabulary. Pure. Of 23 recorded answers, nearly all English, each is met within
// an eighth of what its provider counted, and all together within a twentieth (test/unit/renderer/composer/token-estimate.spec.ts). Of other
// scripts there is no recording: what is said of them here is a guess on the side of too many.

/** Scripts without spaces, of which a model's vocabulary holds few whole words. */
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const piece = /\p{L}[\p{L}\p{M}]*|\p{N}+|[^\s\p{L}\p{N}]+|\n+/gu
const plain = /^[a-z]+$/i
/** A word as English has them is one token, a longer one a bit more; of other letters vocabularies hold shorter pieces. */
const lettersPerToken = { plain: 8, other: 3 }
const tokensPerDense = 0.8
const digitsPerToken = 2
const signsPerToken = 2

const sampledWhole = 20_000
const samples = 5

/** The estimate for a text; of a long one for pieces of it, scaled up. */
export function estimateTokens(text: string): number {
  if (text.length <= sampledWhole) return tokensOf(text)
  const length = sampledWhole / samples
  const step = (text.length - length) / (samples - 1)
  const starts = Array.from({ length: samples }, (_, index) => Math.floor(index * step))
  const counted = starts.reduce((sum, start) => sum + tokensOf(text.slice(start, start + length)), 0)
  return (counted * text.length) / sampledWhole
}

function tokensOf(text: string): number {
  let tokens = 0
  for (const [found] of text.matchAll(piece)) tokens += tokensOfPiece(found)
  return tokens
}

function tokensOfPiece(found: string): number {
  if (plain.test(found)) return Math.max(1, found.length / lettersPerToken.plain)
  if (/^\p{N}/u.test(found)) return Math.max(1, found.length / digitsPerToken)
  if (!/^\p{L}/u.test(found)) return Math.max(1, found.length / signsPerToken)
  return dense.test(found) ? found.length * tokensPerDense : Math.max(1, found.length / lettersPerToken.other)
}
