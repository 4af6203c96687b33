// Amounts as people can picture them. Hugging Face counts and charges pieces of words; in English four pieces make about three
// words, and that is how they are shown everywhere, with "about".

import type { Model, Price } from '../../shared/types/models.ts'
import { roundedToTwoDigits } from './word-count.ts'

const wordsPerPiece = 0.75

/** About how many English words a count of pieces is. */
export function wordsOf(pieces: number): number {
  return roundedToTwoDigits(pieces * wordsPerPiece)
}

/** About how many pieces so many English words are. */
export function piecesOf(words: number): number {
  return words / wordsPerPiece
}

/** US dollars for a million English words, from the price of a million pieces. */
function pricePerMillionWords(price: Price): Price {
  return { input: price.input / wordsPerPiece, output: price.output / wordsPerPiece }
}

export interface Offer {
  /** How many live providers run the model. */
  readonly providers: number
  /** The longest that any of them reads, in words; null when none says. */
  readonly reads: number | null
  readonly isFree: boolean
  /** The cheapest, for a million words; null when none states a price. */
  readonly price: Price | null
}

/** What a model's live routes come to, for one line in a list. */
export function offerOf(model: Model): Offer {
  const live = model.routes.filter((route) => route.isLive)
  const lengths = live.flatMap((route) => (route.contextLength === null ? [] : [route.contextLength]))
  const prices = live.flatMap((route) => (route.price === null ? [] : [route.price]))
  const cheapest = prices.toSorted((a, b) => a.input + a.output - (b.input + b.output))[0]
  return {
    providers: new Set(live.map((route) => route.provider)).size,
    reads: lengths.length === 0 ? null : wordsOf(Math.max(...lengths)),
    isFree: live.some((route) => route.isFree),
    price: cheapest === undefined ? null : pricePerMillionWords(cheapest),
  }
}
