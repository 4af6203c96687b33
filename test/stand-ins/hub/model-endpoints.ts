// The model lists: the router's `/v1/models` and the site's `/api/models`. Hides paging, expansion and both mapping forms.

import { createHash } from 'node:crypto'
import { renamedModels, type Catalogue, type HubModel, type HubRoute } from './catalogue.ts'
import { sendBody, sendError, sendJson, type Exchange } from './exchange.ts'

export type MappingForm = 'object' | 'array'

/** `GET /v1/models`: chat models with their routes, in the router's format. */
export function sendRouterModels(exchange: Exchange, catalogue: Catalogue): void {
  const data = catalogue.chatModels.map((model) => ({
    id: model.id,
    object: 'model',
    created: Math.floor(Date.parse(model.createdAt) / 1000),
    owned_by: model.id.split('/')[0],
    architecture: { input_modalities: model.hasVision ? ['text', 'image'] : ['text'], output_modalities: ['text'] },
    providers: model.routes.map((route) => ({ provider: route.provider, status: route.status, ...route.details })),
  }))
  sendJson(exchange, 200, { object: 'list', data })
}

/** `GET /api/models`: filtered, expanded, and paged through a `Link` header. */
export function sendModelPage(exchange: Exchange, catalogue: Catalogue): void {
  const query = exchange.url.searchParams
  const matchingModels = catalogue.models.filter((model) => matchesQuery(model, query))
  const first = Number(Buffer.from(query.get('cursor') ?? '', 'base64url').toString() || 0)
  const limit = Math.min(Number(query.get('limit') ?? 1000), 1000)
  if (!Number.isInteger(first) || !Number.isInteger(limit) || limit < 1) {
    sendError(exchange, 400, '✖ Invalid input\n  → at limit')
    return
  }

  const page = matchingModels.slice(first, first + limit)
  const next = new URL(exchange.url)
  next.searchParams.set('cursor', Buffer.from(String(first + limit)).toString('base64url'))
  const link: Record<string, string> = first + limit < matchingModels.length ? { link: `<${next.href}>; rel="next"` } : {}
  sendJson(
    exchange,
    200,
    page.map((model) => describeModel(model, getExpansions(query), 'array')),
    link,
  )
}

/**
 * `GET /api/models/:id`. Old short names redirect. As at Hugging Face, an unknown name is 404 with a key and 401 without one,
 * because strangers must not learn whether a private model exists.
 */
export function sendModel(exchange: Exchange, catalogue: Catalogue, id: string, form: MappingForm): void {
  const newId = renamedModels[id]
  if (newId !== undefined) {
    const location = `/api/models/${newId}`
    sendBody(exchange, 307, 'text/plain; charset=utf-8', `Temporary Redirect. Redirecting to ${location}`, {
      location: `${location}${exchange.url.search}`,
    })
    return
  }
  const model = catalogue.find(id)
  if (model !== null) sendJson(exchange, 200, describeModel(model, getExpansions(exchange.url.searchParams), form))
  else if (exchange.key === null) sendError(exchange, 401, 'Invalid username or password.')
  else sendError(exchange, 404, 'Repository not found', { 'x-error-code': 'RepoNotFound' })
}

function matchesQuery(model: HubModel, query: URLSearchParams): boolean {
  const tag = query.get('pipeline_tag')
  const search = query.get('search')?.toLowerCase()
  const requestedProviders = query.get('inference_provider')
  const isServed = model.routes.some(
    (route) => route.status === 'live' && (requestedProviders === 'all' || requestedProviders?.split(',').includes(route.provider)),
  )
  return (
    (tag === null || model.pipelineTag === tag) &&
    (search === undefined || model.id.toLowerCase().includes(search)) &&
    (requestedProviders === null || isServed)
  )
}

function getExpansions(query: URLSearchParams): readonly string[] {
  return [...query.getAll('expand[]'), ...query.getAll('expand')]
}

/** With expansions, only those fields besides the two ids. */
function describeModel(model: HubModel, expansions: readonly string[], form: MappingForm): unknown {
  const fields: Readonly<Record<string, unknown>> = {
    likes: hashId(model.id).readUInt16BE(0) % 5000,
    trendingScore: hashId(model.id).readUInt16BE(2) % 300,
    private: false,
    downloads: hashId(model.id).readUInt32BE(4) % 10_000_000,
    tags: ['transformers', model.pipelineTag, ...(model.routes.some((route) => route.task === 'conversational') ? ['conversational'] : [])],
    pipeline_tag: model.pipelineTag,
    library_name: 'transformers',
    createdAt: model.createdAt,
    modelId: model.id,
  }
  const extra: Readonly<Record<string, unknown>> = {
    gated: false,
    inferenceProviderMapping: form === 'array' ? model.routes.map((route) => toMappingEntry(model, route)) : toMapping(model),
  }
  const selectedFields =
    expansions.length === 0 ? fields : Object.fromEntries(expansions.map((name) => [name, { ...fields, ...extra }[name]] as const))
  return { _id: hashId(model.id).toString('hex').slice(0, 24), id: model.id, ...selectedFields }
}

function toMapping(model: HubModel): unknown {
  return Object.fromEntries(
    model.routes.map(({ provider, providerId, status, task }) => [provider, { isModelAuthor: false, providerId, status, task }] as const),
  )
}

function toMappingEntry(model: HubModel, { provider, providerId, status, task, details }: HubRoute): unknown {
  return { provider, providerId, hfModelId: model.id, status, task, isModelAuthor: false, providerDetails: details }
}

function hashId(id: string): Buffer {
  return createHash('sha256').update(id).digest()
}
