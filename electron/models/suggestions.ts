// Suggests models: one to start with, and alternatives to a model that cannot be used. The rules look at the live list only; no model is
// named here.

import { defaultTask, type Task } from '../../shared/tasks.ts'
import type { Model, Price, Route } from '../../shared/types/models.ts'

/** Enough for a long prompt and its answer. Tokens. */
const adequateContextLength = 8_192
/** The assumed distance in size to a model of unknown size, as a power of two. */
const unknownSizeDistance = 10
const chatNamePattern = /instruct|chat|(^|[-_.])it($|[-_.])/i
/** Words in names that say nothing about how similar two models are. */
const ignoredWords: ReadonlySet<string> = new Set([
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

/** The model to start with: a chat model in the cheaper half, with the most providers. Null for an empty list. */
export function suggestModel(models: readonly Model[]): string | null {
  return rankBySuitability(models)[0]?.id ?? null
}

/** What an alternative must be able to do. */
export interface ModelRequirements {
  readonly id: string
  readonly task: Task
  readonly needsVision: boolean
}

/** Up to `count` other live models: first those of the same maker, family or name, and among those the ones of similar size. */
export function findAlternatives({ id, task, needsVision }: ModelRequirements, models: readonly Model[], count: number): readonly Model[] {
  const words = splitNameIntoWords(id)
  const candidates = models.filter((model) => model.id !== id && (model.supportsVision || !needsVision))
  return rankBySuitability(candidates, task)
    .map((model) => ({ model, ...computeSimilarity(words, parseModelSize(id), model) }))
    .toSorted((one, other) => other.nameOverlap - one.nameOverlap || one.distance - other.distance)
    .slice(0, count)
    .map(({ model }) => model)
}

/** The live models of a task, the most suitable first. The order depends only on the content of the list. */
function rankBySuitability(models: readonly Model[], task: Task = defaultTask): readonly Model[] {
  const live = models
    .filter((model) => model.task === task)
    .map(rateModel)
    .filter((one) => one.liveRoutes > 0)
  const prices = live.flatMap(({ price }) => price ?? []).toSorted((one, other) => one - other)
  const medianPrice = prices[Math.floor((prices.length - 1) / 2)] ?? 0
  const getScore = ({ model, price, maxContextLength }: RatedModel): number =>
    (price !== null && price <= medianPrice ? 4 : 0) +
    (chatNamePattern.test(model.id) ? 2 : 0) +
    (maxContextLength >= adequateContextLength ? 1 : 0)
  return live
    .toSorted(
      (one, other) =>
        getScore(other) - getScore(one) ||
        other.liveRoutes - one.liveRoutes ||
        (one.price ?? Infinity) - (other.price ?? Infinity) ||
        (one.model.id < other.model.id ? -1 : 1),
    )
    .map(({ model }) => model)
}

interface RatedModel {
  readonly model: Model
  readonly liveRoutes: number
  /** Of its cheapest route, input and output added; null if unknown. */
  readonly price: number | null
  readonly maxContextLength: number
}

function rateModel(model: Model): RatedModel {
  const live = model.routes.filter((route) => route.isLive)
  const prices = live.flatMap(({ price, isFree }: Route) => (price === null ? (isFree ? [0] : []) : [sumPrices(price)]))
  return {
    model,
    // A server says only that it has the model.
    liveRoutes: model.server === null ? live.length : 1,
    price: prices.length === 0 ? null : Math.min(...prices),
    maxContextLength: Math.max(0, ...live.map(({ contextLength }) => contextLength ?? 0)),
  }
}

function sumPrices({ input, output }: Price): number {
  return input + output
}

function splitNameIntoWords(id: string): readonly string[] {
  return id
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= 3 && !ignoredWords.has(word))
}

/** The billions of parameters in a name such as "Llama-3.3-70B"; null if the name has none. */
function parseModelSize(id: string): number | null {
  const size = Number(/(?:^|[-_.])(\d+(?:\.\d+)?)b(?:$|[-_.])/i.exec(id)?.[1])
  return size > 0 ? size : null
}

/** Size matters only among similar names. Of other models the most suitable one is better than one of the same size. */
function computeSimilarity(
  words: readonly string[],
  size: number | null,
  model: Model,
): { readonly nameOverlap: number; readonly distance: number } {
  const overlap = countNameOverlap(words, splitNameIntoWords(model.id))
  const other = parseModelSize(model.id)
  const distance = size === null || other === null ? unknownSizeDistance : Math.abs(Math.log2(size / other))
  return { nameOverlap: overlap, distance: overlap === 0 ? 0 : distance }
}

/** How many words of one name contain a word of the other, or are part of one: "gpt" is part of "distilgpt". */
function countNameOverlap(targetWords: readonly string[], words: readonly string[]): number {
  return words.filter((word) => targetWords.some((other) => other.includes(word) || word.includes(other))).length
}
