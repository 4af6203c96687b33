// Which models to suggest: the one a newcomer starts with, and what to take in place of one that nobody runs. Rules over the live
// list; no model's name is written down here.

import { defaultTask, type Task } from '../../shared/tasks.ts'
import type { Model, Price, Route } from '../../shared/types/models.ts'

/** Room for a long prompt and its answer. */
const adequateContextLength = 8_192
/** How many times larger or smaller a model of unknown size is taken for, as a power of two. */
const unknownSizeDistance = 10
const chatNamePattern = /instruct|chat|(^|[-_.])it($|[-_.])/i
/** Parts of names that say nothing about kinship. */
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

/** The model to start with: made to talk, among the cheaper half, and of those the one that most providers run. Null for an empty list. */
export function suggestModel(models: readonly Model[]): string | null {
  return rankBySuitability(models)[0]?.id ?? null
}

/** What another model has to be able to do. */
export interface ModelRequirements {
  readonly id: string
  readonly task: Task
  readonly needsVision: boolean
}

/** Up to `count` other models that run now: those of the same maker, family or name first, of those the ones of about its size. */
export function findAlternatives({ id, task, needsVision }: ModelRequirements, models: readonly Model[], count: number): readonly Model[] {
  const words = splitNameIntoWords(id)
  const candidates = models.filter((model) => model.id !== id && (model.canSee || !needsVision))
  return rankBySuitability(candidates, task)
    .map((model) => ({ model, ...computeSimilarity(words, parseModelSize(id), model) }))
    .toSorted((one, other) => other.nameOverlap - one.nameOverlap || one.distance - other.distance)
    .slice(0, count)
    .map(({ model }) => model)
}

/** Models of a task that run now, the most suitable for anybody first. The order depends on the list's contents alone. */
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
  /** Of its cheapest route, for as much read as written; null when none is known. */
  readonly price: number | null
  readonly maxContextLength: number
}

function rateModel(model: Model): RatedModel {
  const live = model.routes.filter((route) => route.isLive)
  const prices = live.flatMap(({ price, isFree }: Route) => (price === null ? (isFree ? [0] : []) : [sumPrices(price)]))
  return {
    model,
    // Of a server's models nothing else is known than that it has them.
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

/** The billions in a name such as "Llama-3.3-70B"; null for one that tells none. */
function parseModelSize(id: string): number | null {
  const size = Number(/(?:^|[-_.])(\d+(?:\.\d+)?)b(?:$|[-_.])/i.exec(id)?.[1])
  return size > 0 ? size : null
}

/** Size counts among kin only: of strangers, what suits anybody is better than what is as large. */
function computeSimilarity(
  words: readonly string[],
  size: number | null,
  model: Model,
): { readonly nameOverlap: number; readonly distance: number } {
  const overlap = nameOverlap(words, splitNameIntoWords(model.id))
  const other = parseModelSize(model.id)
  const distance = size === null || other === null ? unknownSizeDistance : Math.abs(Math.log2(size / other))
  return { nameOverlap: overlap, distance: overlap === 0 ? 0 : distance }
}

/** How many words of one name are found in words of the other: "gpt" is in "distilgpt". */
function nameOverlap(targetWords: readonly string[], words: readonly string[]): number {
  return words.filter((word) => targetWords.some((other) => other.includes(word) || word.includes(other))).length
}
