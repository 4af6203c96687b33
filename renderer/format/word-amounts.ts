// Amounts in words, because people can picture words but not tokens, bytes or characters. Hugging Face counts and charges tokens; four
// tokens are about three English words. Every amount on screen is shown with "about". Pure.

import type { Model, Price } from '../../shared/types/models.ts'

const wordsPerToken = 0.75
const maxSampledCharacters = 20_000

/** Estimates the number of words in a text of any language: counted in its first characters, scaled up and rounded. */
export function estimateWordCount(text: string): number {
  const sample = text.slice(0, maxSampledCharacters)
  let sampleWordCount = 0
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(sample))
    if (isWordLike === true) sampleWordCount += 1
  const total = sample.length === 0 ? 0 : (sampleWordCount * text.length) / sample.length
  return roundToTwoDigits(total)
}

/** Converts tokens to English words, rounded. */
export function tokensToWords(tokens: number): number {
  return roundToTwoDigits(tokens * wordsPerToken)
}

/** Converts English words to tokens, not rounded. */
export function wordsToTokens(words: number): number {
  return words / wordsPerToken
}

/** Rounds 1,234 to 1,200; below a hundred, to a whole number. */
export function roundToTwoDigits(value: number): number {
  return value < 100 ? Math.round(value) : Number(value.toPrecision(2))
}

/** US dollars for a million English words, from the price of a million tokens. */
function pricePerMillionWords(price: Price): Price {
  return { input: price.input / wordsPerToken, output: price.output / wordsPerToken }
}

export interface RouteSummary {
  /** How many live providers run the model. */
  readonly providerCount: number
  /** The longest text that any of them accepts, in words; null if none states it. */
  readonly maxWords: number | null
  readonly isFree: boolean
  /** The cheapest price of a million words, in US dollars; null if none states one. */
  readonly price: Price | null
}

/** Summarizes a model's live routes for one line in a list. */
export function summarizeRoutes(model: Model): RouteSummary {
  const liveRoutes = model.routes.filter((route) => route.isLive)
  const contextLengths = liveRoutes.flatMap((route) => (route.contextLength === null ? [] : [route.contextLength]))
  const prices = liveRoutes.flatMap((route) => (route.price === null ? [] : [route.price]))
  const cheapest = prices.toSorted((a, b) => a.input + a.output - (b.input + b.output))[0]
  return {
    providerCount: new Set(liveRoutes.map((route) => route.provider)).size,
    maxWords: contextLengths.length === 0 ? null : tokensToWords(Math.max(...contextLengths)),
    isFree: liveRoutes.some((route) => route.isFree),
    price: cheapest === undefined ? null : pricePerMillionWords(cheapest),
  }
}
