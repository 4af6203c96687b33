// Which models to suggest: the one a newcomer starts with, and what to take in place of one that nobody runs. Rules over the live
// list; no model's name is written down here.

import type { Model, Price, Route } from '../shared/types.ts'

/** Room for a long prompt and its answer. */
const decentContext = 8_192
const madeToTalk = /instruct|chat|(^|[-_.])it($|[-_.])/i
/** Parts of names that say nothing about kinship. */
const commonWords: ReadonlySet<string> = new Set([
  'instruct',
  'chat',
  'base',
  'preview',
  'thinking',
  'model',
  'models',
  'the',
  'mini',
  'large',
  'small',
])

/** The model to start with: made to talk, among the cheaper half, and of those the one that most providers run. Null for an empty list. */
export function firstChoice(models: readonly Model[]): string | null {
  return bySuitability(models)[0]?.id ?? null
}

/** Up to `count` models that run now, those of the same maker, family or name first. */
export function alternativesTo(id: string, models: readonly Model[], count: number): readonly Model[] {
  const wanted = wordsOf(id)
  return bySuitability(models)
    .map((model) => ({ model, kinship: kinship(wanted, wordsOf(model.id)) }))
    .toSorted((one, other) => other.kinship - one.kinship)
    .slice(0, count)
    .map(({ model }) => model)
}

/** Chat models that run now, the most suitable for anybody first. The order depends on the list's contents alone. */
function bySuitability(models: readonly Model[]): readonly Model[] {
  const live = models
    .filter((model) => model.task === 'chat')
    .map(rated)
    .filter((one) => one.liveRoutes > 0)
  const prices = live.flatMap(({ price }) => price ?? []).toSorted((one, other) => one - other)
  const cheap = prices[Math.floor((prices.length - 1) / 2)] ?? 0
  const merits = ({ model, price, context }: Rated): number =>
    (price !== null && price <= cheap ? 4 : 0) + (madeToTalk.test(model.id) ? 2 : 0) + (context >= decentContext ? 1 : 0)
  return live
    .toSorted(
      (one, other) =>
        merits(other) - merits(one) ||
        other.liveRoutes - one.liveRoutes ||
        (one.price ?? Infinity) - (other.price ?? Infinity) ||
        (one.model.id < other.model.id ? -1 : 1),
    )
    .map(({ model }) => model)
}

interface Rated {
  readonly model: Model
  readonly liveRoutes: number
  /** Of its cheapest route, for as much read as written; null when none is known. */
  readonly price: number | null
  readonly context: number
}

function rated(model: Model): Rated {
  const live = model.routes.filter((route) => route.isLive)
  const prices = live.flatMap(({ price, isFree }: Route) => (price === null ? (isFree ? [0] : []) : [sum(price)]))
  return {
    model,
    liveRoutes: live.length,
    price: prices.length === 0 ? null : Math.min(...prices),
    context: Math.max(0, ...live.map(({ contextLength }) => contextLength ?? 0)),
  }
}

function sum({ input, output }: Price): number {
  return input + output
}

function wordsOf(id: string): readonly string[] {
  return id
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= 3 && !commonWords.has(word))
}

/** How many words of one name are found in words of the other: "gpt" is in "distilgpt". */
function kinship(wanted: readonly string[], words: readonly string[]): number {
  return words.filter((word) => wanted.some((other) => other.includes(word) || word.includes(other))).length
}
