// Amounts as people can picture them. Hugging Face counts and charges pieces of words; in English four pieces make about three
// words, and that is how they are shown everywhere, with "about".

import type { Model, Price } from '../../shared/types/models.ts'
import { roundToTwoDigits } from './word-count.ts'

const wordsPerToken = 0.75

/** About how many English words a count of pieces is. */
export function tokensToWords(tokens: number): number {
  return roundToTwoDigits(tokens * wordsPerToken)
}

/** About how many pieces so many English words are. */
export function wordsToTokens(words: number): number {
  return words / wordsPerToken
}

/** US dollars for a million English words, from the price of a million pieces. */
function pricePerMillionWords(price: Price): Price {
  return { input: price.input / wordsPerToken, output: price.output / wordsPerToken }
}

export interface RouteSummary {
  /** How many live providers run the model. */
  readonly providerCount: number
  /** The longest that any of them reads, in words; null when none says. */
  readonly maxWords: number | null
  readonly isFree: boolean
  /** The cheapest, for a million words; null when none states a price. */
  readonly price: Price | null
}

/** What a model's live routes come to, for one line in a list. */
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
