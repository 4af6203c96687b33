// What answers cost: of several models about how much before they are asked, and of one that has come. Pure. Amounts are pieces of words, as
// they are charged; prices US dollars.

import type { Answer } from '../../shared/types/messages.ts'
import type { Model, Price, Route } from '../../shared/types/models.ts'
import type { Style } from '../../shared/types/style.ts'
import { wordsToTokens } from '../format/word-amounts.ts'

interface TokenCounts {
  readonly inputTokens: number
  readonly outputTokens: number
}

export interface CostEstimate {
  /** How many of the models have a price, or are free. */
  readonly pricedCount: number
  /** With the cheapest provider of each of those, and with the dearest: Hugging Face chooses. */
  readonly low: number
  readonly high: number
}

/** About what it costs to have so much read and written by each of the models; undefined stands for one that is not in the list. */
export function estimateCost(models: readonly (Model | undefined)[], tokenCounts: TokenCounts): CostEstimate {
  const ranges = models.flatMap((model) => {
    const costs = (model?.routes ?? []).filter(({ isLive }) => isLive).flatMap((route) => getRouteCost(route, tokenCounts) ?? [])
    return costs.length === 0 ? [] : [{ low: Math.min(...costs), high: Math.max(...costs) }]
  })
  return {
    pricedCount: ranges.length,
    low: ranges.reduce((sum, { low }) => sum + low, 0),
    high: ranges.reduce((sum, { high }) => sum + high, 0),
  }
}

/** Words that an answer is taken to have. What people ask for differs more than any figure here: it is said beside the price. */
const assumedWordCounts = { short: 100, normal: 400, long: 1000 } as const

/** Of about how many words answers in this style are taken to be. */
export function getAssumedWordCount({ length, advanced }: Style): number {
  const { longestAnswer } = advanced
  const words = assumedWordCounts[length]
  return longestAnswer === null || longestAnswer > wordsToTokens(words)
    ? words
    : Math.max(1, Math.round((words * longestAnswer) / wordsToTokens(words)))
}

/** What an answer cost at the provider that gave it; null where that is not known. */
export function getAnswerCost({ usage, provider }: Answer, model: Model | undefined): number | null {
  const route = model?.routes.find((each) => each.provider === provider)
  if (usage === null || route === undefined) return null
  return getRouteCost(route, { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens })
}

/** Pieces a second from the first of the answer on; null where there is too little to tell. */
export function getTokensPerSecond({ usage, firstTextMs, totalMs }: Answer): number | null {
  if (usage === null || firstTextMs === null || totalMs === null) return null
  const seconds = (totalMs - firstTextMs) / 1000
  return seconds < minMeasuredSeconds || usage.outputTokens === 0 ? null : usage.outputTokens / seconds
}

/** What comes in one breath was not written at any speed. */
const minMeasuredSeconds = 0.05

function getRouteCost({ isFree, price }: Route, tokenCounts: TokenCounts): number | null {
  if (isFree) return 0
  return price === null ? null : calculateCost(price, tokenCounts)
}

function calculateCost(price: Price, { inputTokens, outputTokens }: TokenCounts): number {
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000
}
