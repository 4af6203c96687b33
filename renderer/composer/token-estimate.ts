// About how many tokens a text is to a model, without its vocabulary. Pure. Of 23 recorded answers, nearly all English, each is met within
// an eighth of what its provider counted, and all together within a twentieth (test/unit/renderer/composer/token-estimate.spec.ts). Of other
// scripts there is no recording: what is said of them here is a guess on the side of too many.

/** Scripts without spaces, of which a model's vocabulary holds few whole words. */
const denseScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const tokenPattern = /\p{L}[\p{L}\p{M}]*|\p{N}+|[^\s\p{L}\p{N}]+|\n+/gu
const ascii = /^[a-z]+$/i
/** A word as English has them is one token, a longer one a bit more; of other letters vocabularies hold shorter pieces. */
const lettersPerToken = { ascii: 8, other: 3 }
const tokensPerDenseCharacter = 0.8
const digitsPerToken = 2
const symbolsPerToken = 2

const maxSampledCharacters = 20_000
const sampleCount = 5

/** The estimate for a text; of a long one for pieces of it, scaled up. */
export function estimateTokens(text: string): number {
  if (text.length <= maxSampledCharacters) return countTokens(text)
  const sampleLength = maxSampledCharacters / sampleCount
  const step = (text.length - sampleLength) / (sampleCount - 1)
  const starts = Array.from({ length: sampleCount }, (_, index) => Math.floor(index * step))
  const sampledTokens = starts.reduce((sum, start) => sum + countTokens(text.slice(start, start + sampleLength)), 0)
  return (sampledTokens * text.length) / maxSampledCharacters
}

function countTokens(text: string): number {
  let tokens = 0
  for (const [segment] of text.matchAll(tokenPattern)) tokens += countSegmentTokens(segment)
  return tokens
}

function countSegmentTokens(segment: string): number {
  if (ascii.test(segment)) return Math.max(1, segment.length / lettersPerToken.ascii)
  if (/^\p{N}/u.test(segment)) return Math.max(1, segment.length / digitsPerToken)
  if (!/^\p{L}/u.test(segment)) return Math.max(1, segment.length / symbolsPerToken)
  return denseScript.test(segment) ? segment.length * tokensPerDenseCharacter : Math.max(1, segment.length / lettersPerToken.other)
}
