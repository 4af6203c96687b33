// Which models to suggest: the one a newcomer starts with, and what to take in place of one that nobody runs. Rules over the live
// list; no model's name is written down here.

import type { Model, Price, Route } from '../../shared/types/models.ts'

/** Room for a long prompt and its answer. */
const decentContext = 8_192
/** How many times larger or smaller a model of unknown size is taken for, as a power of two. */
const farOff = 10
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

/** What another model has to be able to do. */
export interface Wanted {
  readonly id: string
  readonly task: Model['task']
  readonly mustSee: boolean
}

/** Up to `count` other models that run now: those of the same maker, family or name first, of those the ones of about its size. */
export function alternativesTo({ id, task, mustSee }: Wanted, models: readonly Model[], count: number): readonly Model[] {
  const words = wordsOf(id)
  const fitting = models.filter((model) => model.id !== id && (model.canSee || !mustSee))
  return bySuitability(fitting, task)
    .map((model) => ({ model, ...likeness(words, sizeOf(id), model) }))
    .toSorted((one, other) => other.kinship - one.kinship || one.distance - other.distance)
    .slice(0, count)
    .map(({ model }) => model)
}

/** Models of a task that run now, the most suitable for anybody first. The order depends on the list's contents alone. */
function bySuitability(models: readonly Model[], task: Model['task'] = 'chat'): readonly Model[] {
  const live = models
    .filter((model) => model.task === task)
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
    // Of a server's models nothing else is known than that it has them.
    liveRoutes: model.server === null ? live.length : 1,
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

/** The billions in a name such as "Llama-3.3-70B"; null for one that tells none. */
function sizeOf(id: string): number | null {
  const size = Number(/(?:^|[-_.])(\d+(?:\.\d+)?)b(?:$|[-_.])/i.exec(id)?.[1])
  return size > 0 ? size : null
}

/** Size counts among kin only: of strangers, what suits anybody is better than what is as large. */
function likeness(words: readonly string[], size: number | null, model: Model): { readonly kinship: number; readonly distance: number } {
  const kin = kinship(words, wordsOf(model.id))
  const other = sizeOf(model.id)
  const distance = size === null || other === null ? farOff : Math.abs(Math.log2(size / other))
  return { kinship: kin, distance: kin === 0 ? 0 : distance }
}

/** How many words of one name are found in words of the other: "gpt" is in "distilgpt". */
function kinship(wanted: readonly string[], words: readonly string[]): number {
  return words.filter((word) => wanted.some((other) => other.includes(word) || word.includes(other))).length
}
