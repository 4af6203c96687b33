// Everything except chat: text continued, summarized or translated by hf-inference, and continued by other providers.
// Hides the three formats of a continuation.

import { randomBytes } from 'node:crypto'
import { injectFault } from './fault-injection.ts'
import { createContinuation, summarize } from './answers.ts'
import type { HubModel } from './catalogue.ts'
import type { RunSettings } from './chat.ts'
import { sendEvents } from './event-stream.ts'
import { sendJson, type Exchange } from './exchange.ts'
import { asNumber, asObject, asText } from './json.ts'
import { countTokens, tokenize } from './tokenizer.ts'

/** `POST /hf-inference/models/:id`: `inputs` in, a list with one result out. */
export function runTask(exchange: Exchange, settings: RunSettings, id: string): void {
  const model = findServedModel(settings, 'hf-inference', id)
  if (model === null) {
    sendJson(exchange, 404, { error: `Model ${id} does not exist` })
    return
  }
  if (settings.behavior !== null && injectFault(exchange, settings.behavior, { otherHost: settings.otherHost, isStream: false })) return
  const inputs = asText(asObject(exchange.json)['inputs'])
  if (inputs === null) {
    sendJson(exchange, 400, { error: ['Error in `inputs`: field required'] })
    return
  }
  switch (model.pipelineTag) {
    case 'text-generation':
      sendJson(exchange, 200, [{ generated_text: inputs + createContinuation(inputs) }])
      return
    case 'summarization':
      sendJson(exchange, 200, [{ summary_text: summarize(inputs) }])
      return
    case 'translation':
      // No real translation, only a prefix.
      sendJson(exchange, 200, [{ translation_text: `[translated] ${inputs}` }])
      return
    default:
      sendJson(exchange, 400, { error: `The stand-in does not run ${model.pipelineTag}` })
  }
}

/**
 * `…/v1/completions` of hf-inference and other providers: `prompt` in, `choices[0].text` out, streamed on request.
 * For providers without a format of their own, the client library sends `inputs` and reads `generated_text`; both are supported.
 */
export async function completeText(exchange: Exchange, settings: RunSettings, provider: string, id: string): Promise<void> {
  const body = asObject(exchange.json)
  const model = findServedModel(settings, provider, id)
  if (model === null) {
    const isHfInference = provider === 'hf-inference'
    sendJson(exchange, isHfInference ? 404 : 400, {
      error: isHfInference ? `Model ${id} does not exist` : `Model not supported by provider ${provider}`,
    })
    return
  }
  const isStream = body['stream'] === true
  const { behavior, otherHost, speed, clock } = settings
  if (behavior !== null && injectFault(exchange, behavior, { otherHost, isStream })) return

  const prompt = asText(body['prompt']) ?? asText(body['inputs']) ?? ''
  const maxTokens = asNumber(body['max_tokens']) ?? Infinity
  const allTokens = tokenize(createContinuation(prompt))
  const tokens = allTokens.slice(0, Math.max(1, maxTokens))
  const reason = tokens.length < allTokens.length ? 'length' : 'stop'
  const head = {
    id: `cmpl-${randomBytes(12).toString('hex')}`,
    object: 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model: id,
  }
  const promptTokens = countTokens(prompt)
  const usage = { prompt_tokens: promptTokens, completion_tokens: tokens.length, total_tokens: promptTokens + tokens.length }
  const headers = { 'x-inference-provider': provider }
  if (!isStream) {
    const text = tokens.join('')
    const fullBody = { ...head, choices: [{ index: 0, text, logprobs: null, finish_reason: reason }], usage }
    sendJson(exchange, 200, 'inputs' in body ? [{ generated_text: text }] : fullBody, headers)
    return
  }
  const chunk = (text: string, finishReason: string | null): string =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, text, logprobs: null, finish_reason: finishReason }] })}\n\n`
  const end =
    behavior === null ? [chunk('', reason), `data: ${JSON.stringify({ ...head, choices: [], usage })}\n\n`, 'data: [DONE]\n\n'] : []
  await sendEvents(exchange, {
    headers,
    events: [...tokens.map((token) => chunk(token, null)), ...end],
    speed,
    clock,
    behavior: behavior?.kind === 'stream' ? behavior : null,
  })
}

function findServedModel({ catalogue }: RunSettings, provider: string, id: string): HubModel | null {
  const isServed = (model: HubModel): boolean =>
    model.routes.some(
      (route) => route.provider === provider && route.providerId === id && route.status === 'live' && route.task !== 'conversational',
    )
  return catalogue.models.find(isServed) ?? null
}
