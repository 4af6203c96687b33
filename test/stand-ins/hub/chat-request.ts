// Reads a chat request like the router and refuses what the router refuses, with its recorded messages. Hides the suffixes of
// model names and the many shapes of a refusal.

import { continuePrompt } from '../../../electron/runs/continuation.ts'
import { assertNever } from '../../../shared/failures.ts'
import { liveRoutes, type Catalogue, type HubModel, type HubRoute } from './catalogue.ts'
import { parseDirectives, type Directives } from './directives.ts'
import { sendBody, sendJson, type Exchange } from './exchange.ts'
import { asList, asNumber, asObject, asText } from './json.ts'
import { countTokens } from './tokenizer.ts'

export interface ChatRequest {
  readonly model: HubModel
  readonly route: HubRoute
  readonly directives: Directives
  /** The answer to continue; null for a normal prompt. */
  readonly continuedText: string | null
  /** Messages before the user's last one, without the system prompt. */
  readonly precedingCount: number
  readonly imageCount: number
  readonly promptTokens: number
  /** Null for no limit. */
  readonly maxTokens: number | null
  readonly isStream: boolean
  readonly includesUsage: boolean
}

/** Where the model's name comes from: the body for the router and for providers (in their own naming), the path for hf-inference. */
export type ChatAddress =
  | { readonly kind: 'router' }
  | { readonly kind: 'provider'; readonly provider: string }
  | { readonly kind: 'hf-inference'; readonly id: string }

/** Reads the request; returns null after it has sent a refusal. */
export function readChatRequest(exchange: Exchange, catalogue: Catalogue, address: ChatAddress): ChatRequest | null {
  const body = asObject(exchange.json)
  if (!Array.isArray(body['messages'])) {
    const column = exchange.request.body.length
    const text = `Failed to deserialize the JSON body into the target type: missing field \`messages\` at line 1 column ${column}`
    sendBody(exchange, 422, 'text/plain; charset=utf-8', text)
    return null
  }
  const choice = chooseRoute(exchange, catalogue, address, asText(body['model']) ?? '')
  if (choice === null) return null

  const messages = asList(body['messages']).map(readMessage)
  const continuedText = messages.at(-1)?.text === continuePrompt ? (messages.at(-2)?.text ?? null) : null
  // The answer follows from the prompt, also when a continuation is requested.
  const last = messages.findLastIndex(({ role, text }) => role === 'user' && text !== continuePrompt)
  const imageCount = messages.reduce((sum, message) => sum + message.imageCount, 0)
  if (imageCount > 0 && !choice.model.hasVision) {
    refuseImages(exchange, choice)
    return null
  }
  const directives = parseDirectives(messages[last]?.text ?? '')
  const refusal = findRefusal(directives.refuse, body, messages[0]?.role === 'system')
  if (refusal !== null) {
    sendJson(exchange, 400, { error: { message: refusal, type: 'invalid_request_error', param: directives.refuse } })
    return null
  }
  const promptTokens = messages.reduce((sum, { text }) => sum + countTokens(text), 0)
  const limit = asNumber(choice.route.details['context_length']) ?? choice.model.contextLength
  if (promptTokens > limit) {
    const message = `This model's maximum context length is ${limit} tokens. However, you requested ${promptTokens} tokens in the messages. Please reduce the length of the messages.`
    sendJson(exchange, 400, { error: { message, type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' } })
    return null
  }
  return {
    ...choice,
    directives,
    continuedText,
    precedingCount: Math.max(last - (messages[0]?.role === 'system' ? 1 : 0), 0),
    imageCount,
    promptTokens,
    maxTokens: asNumber(body['max_tokens']) ?? asNumber(body['max_completion_tokens']),
    isStream: body['stream'] === true,
    includesUsage: asObject(body['stream_options'])['include_usage'] === true,
  }
}

interface RouteChoice {
  readonly model: HubModel
  readonly route: HubRoute
}

function chooseRoute(exchange: Exchange, catalogue: Catalogue, address: ChatAddress, name: string): RouteChoice | null {
  switch (address.kind) {
    case 'router':
      return chooseAtRouter(exchange, catalogue, name)
    case 'provider': {
      const model = catalogue.models.find((candidate) => candidate.routes.some((route) => servesModel(route, address.provider, name)))
      const route = model?.routes.find((candidate) => servesModel(candidate, address.provider, name))
      if (model !== undefined && route !== undefined) return { model, route }
      sendJson(exchange, 400, { error: `Model not supported by provider ${address.provider}` })
      return null
    }
    case 'hf-inference': {
      const model = catalogue.find(address.id)
      const route = model?.routes.find(({ provider }) => provider === 'hf-inference')
      if (model === null || route === undefined) sendJson(exchange, 404, { error: `Model ${address.id} does not exist` })
      else if (route.task === 'conversational') return { model, route }
      else sendJson(exchange, 422, { error: 'Template error: template not found', error_type: 'template_error' })
      return null
    }
    default:
      return assertNever(address)
  }
}

function servesModel(route: HubRoute, provider: string, name: string): boolean {
  return route.provider === provider && route.providerId === name && route.status === 'live' && route.task === 'conversational'
}

function chooseAtRouter(exchange: Exchange, catalogue: Catalogue, name: string): RouteChoice | null {
  const [id = '', suffix = null] = name.split(':')
  const refuse = (message: string, code: string): null => {
    sendJson(exchange, 400, { error: { message, type: 'invalid_request_error', param: 'model', code } })
    return null
  }
  const model = catalogue.find(id)
  if (model === null) return refuse(`The requested model '${name}' does not exist.`, 'model_not_found')
  if (!catalogue.chatModels.includes(model)) return refuse(`The requested model '${name}' is not a chat model.`, 'model_not_supported')

  const routes = liveRoutes(model, 'conversational')
  const findLowest = (getValue: (route: HubRoute) => number): HubRoute | undefined =>
    routes.toSorted((a, b) => getValue(a) - getValue(b))[0]
  const route =
    suffix === null || suffix === 'preferred'
      ? routes[0]
      : suffix === 'fastest'
        ? findLowest((candidate) => -getThroughput(candidate))
        : suffix === 'cheapest'
          ? findLowest(getPrice)
          : routes.find(({ provider }) => provider === suffix)
  return route === undefined
    ? refuse(`The requested model '${name}' is not supported by any provider you have enabled.`, 'model_not_supported')
    : { model, route }
}

function getPrice(route: HubRoute): number {
  return asNumber(asObject(route.details['pricing'])['output']) ?? Infinity
}

function getThroughput(route: HubRoute): number {
  return asNumber(route.details['throughput']) ?? 0
}

/** The error message when the request contains the setting that the prompt's /refuse names; null otherwise. */
function findRefusal(name: string | null, body: Readonly<Record<string, unknown>>, hasSystemMessage: boolean): string | null {
  if (name === 'system') return hasSystemMessage ? 'System role not supported' : null
  return name !== null && name in body ? `Unsupported parameter: '${name}' is not supported with this model.` : null
}

/** The wording differs by provider; these two were recorded. */
function refuseImages(exchange: Exchange, { model, route }: RouteChoice): void {
  const headers = { 'x-inference-provider': route.provider }
  const novita = { code: 400, reason: 'INVALID_REQUEST_BODY', message: 'model features vision not support', metadata: {} }
  const others = { detail: `Invalid request. Please check the parameters and try again. Details: ${model.id} is not a multimodal model` }
  sendJson(exchange, 400, route.provider === 'novita' ? novita : others, headers)
}

function readMessage(message: unknown): { readonly role: string | null; readonly text: string; readonly imageCount: number } {
  const { role, content } = asObject(message)
  const parts = asList(content).map(asObject)
  const text = asText(content) ?? parts.flatMap((part) => asText(part['text']) ?? []).join('\n')
  return { role: asText(role), text, imageCount: parts.filter(({ type }) => type === 'image_url').length }
}
