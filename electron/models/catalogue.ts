// Parses Hugging Face's replies about models: the router's list of chat models, and the page of one model. Hides both shapes, in which
// nearly every field can be missing, and the two forms of a model's list of providers.

import * as z from 'zod/mini'
import { taskNames, tasks } from '../../shared/tasks.ts'
import type { Model, Route } from '../../shared/types/models.ts'

const routeSchema = z.object({
  provider: z.string(),
  status: z.string(),
  context_length: z.optional(z.unknown()),
  pricing: z.optional(z.unknown()),
  is_free: z.optional(z.unknown()),
  first_token_latency_ms: z.optional(z.unknown()),
  throughput: z.optional(z.unknown()),
})
const priceSchema = z.object({ input: z.number(), output: z.number() })
const listSchema = z.object({ data: z.array(z.unknown()) })
const chatModelSchema = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  architecture: z.optional(z.unknown()),
  providers: z.array(z.unknown()),
})
const modalitiesSchema = z.object({ input_modalities: z.optional(z.array(z.string())), output_modalities: z.optional(z.array(z.string())) })

const mappingSchema = z.object({ provider: z.optional(z.string()), status: z.string(), task: z.string() })
const pageSchema = z.object({
  id: z.string(),
  pipeline_tag: z.nullish(z.string()),
  inferenceProviderMapping: z.nullish(z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])),
})

/**
 * The chat models that are live now, from a reply of `/v1/models`. Leaves out invalid entries; null if the reply is not such a list or has
 * no usable entry.
 */
export function parseChatModels(response: unknown): readonly Model[] | null {
  const list = z.safeParse(listSchema, response)
  if (!list.success) return null
  const models = list.data.data.flatMap((entry) => parseChatModel(entry) ?? [])
  return models.length === 0 ? null : models
}

function parseChatModel(entry: unknown): Model | null {
  const model = z.safeParse(chatModelSchema, entry)
  if (!model.success) return null
  const modalities = z.safeParse(modalitiesSchema, model.data.architecture)
  const { input_modalities: input = ['text'], output_modalities: output = ['text'] } = modalities.success ? modalities.data : {}
  const routes = model.data.providers.flatMap((provider) => parseRoute(provider) ?? [])
  if (!output.includes('text') || !routes.some((route) => route.isLive)) return null
  return { id: model.data.id, task: 'chat', supportsVision: input.includes('image'), routes, server: null }
}

function parseRoute(entry: unknown): Route | null {
  const route = z.safeParse(routeSchema, entry)
  if (!route.success) return null
  const price = z.safeParse(priceSchema, route.data.pricing)
  return {
    ...createBasicRoute(route.data.provider, route.data.status),
    contextLength: toPositiveNumber(route.data.context_length),
    price: price.success ? price.data : null,
    isFree: route.data.is_free === true,
    firstTextMs: toPositiveNumber(route.data.first_token_latency_ms),
    tokensPerSecond: toPositiveNumber(route.data.throughput),
  }
}

function createBasicRoute(provider: string, status: string): Route {
  const isLive = status === 'live'
  return { provider, isLive, contextLength: null, price: null, isFree: false, firstTextMs: null, tokensPerSecond: null }
}

function toPositiveNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null
}

/** `model` is null if no provider runs it for a task of Parley. */
export interface ModelPage {
  /** The model's full name. Old models have a longer one than was asked for. */
  readonly id: string
  readonly model: Model | null
}

/** Parses a reply of `/api/models/<id>` with its providers expanded; null if the reply is not such a page. */
export function parseModelPage(response: unknown): ModelPage | null {
  const page = z.safeParse(pageSchema, response)
  if (!page.success) return null
  const { id, pipeline_tag: tag, inferenceProviderMapping: mapping } = page.data
  const entries = Array.isArray(mapping) ? mapping.map((entry) => [null, entry] as const) : Object.entries(mapping ?? {})
  const live = entries.flatMap(([name, entry]) => {
    const parsed = z.safeParse(mappingSchema, entry)
    const provider = parsed.success ? (name ?? parsed.data.provider) : undefined
    return parsed.success && provider !== undefined && parsed.data.status === 'live' ? [{ provider, task: parsed.data.task }] : []
  })
  const routesFor = (hubName: string): readonly Route[] =>
    live.filter((entry) => entry.task === hubName).map(({ provider }) => createBasicRoute(provider, 'live'))
  const task = taskNames.find((name) => routesFor(tasks[name].hubName).length > 0)
  if (task === undefined) return { id, model: null }
  const supportsVision = tasks[task].acceptsImages && tag === 'image-text-to-text'
  return { id, model: { id, task, supportsVision, routes: routesFor(tasks[task].hubName), server: null } }
}
