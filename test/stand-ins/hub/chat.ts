// Chat completions, streamed or whole: composes the answer to a prompt and applies faults.

import type { HubClock } from './clock.ts'
import type { FaultBehavior } from './faults/fault.ts'
import { faults, isHubFaultName } from './faults/faults.ts'
import { injectFault } from './fault-injection.ts'
import {
  createAnswer,
  createContinuation,
  createLongAnswer,
  createLongMarkdown,
  markdownSample,
  createReasoning,
  type AnswerContext,
} from './answers.ts'
import type { Catalogue } from './catalogue.ts'
import { createChunks, createWholeAnswer, type ComposedAnswer } from './chat-chunks.ts'
import { readChatRequest, type ChatAddress, type ChatRequest } from './chat-request.ts'
import type { Directives } from './directives.ts'
import { sendEvents } from './event-stream.ts'
import { sendError, sendJson, type Exchange } from './exchange.ts'
import { tokenize } from './tokenizer.ts'

/** The hub's settings during a run. */
export interface RunSettings {
  readonly catalogue: Catalogue
  /** Tokens per second; 0 for as fast as possible. */
  readonly speed: number
  readonly behavior: FaultBehavior | null
  readonly clock: HubClock
  /** The origin of the other host. */
  readonly otherHost: string
}

/** Answers a chat request from its prompt. */
export async function chat(exchange: Exchange, settings: RunSettings, address: ChatAddress): Promise<void> {
  const request = readChatRequest(exchange, settings.catalogue, address)
  if (request === null) return
  const { directives, isStream } = request
  if (directives.fault !== null && !isHubFaultName(directives.fault)) {
    sendError(exchange, 400, `The stand-in has no fault named ${directives.fault}`)
    return
  }
  const behavior: FaultBehavior | null = directives.fault === null ? settings.behavior : faults[directives.fault].behavior
  if (behavior !== null && injectFault(exchange, behavior, { otherHost: settings.otherHost, isStream })) return

  if (directives.wait !== null) await settings.clock.pause(directives.wait)
  const headers: Record<string, string> = { 'x-inference-provider': request.route.provider }
  // Together sends this header with every successful answer.
  if (request.route.provider === 'together') headers['retry-after'] = '2'
  const answer = composeAnswer(request)
  if (isStream)
    await sendEvents(exchange, {
      headers,
      events: createChunks(request, answer, { isFaulty: behavior !== null }),
      speed: directives.speed ?? settings.speed,
      clock: settings.clock,
      behavior: behavior?.kind === 'stream' ? behavior : null,
    })
  else sendJson(exchange, 200, createWholeAnswer(request, answer), headers)
}

function composeAnswer({ model, route, directives, continuedText, precedingCount, imageCount, maxTokens }: ChatRequest): ComposedAnswer {
  const context: AnswerContext = { prompt: directives.prompt, precedingCount, imageCount, model: model.id, provider: route.provider }
  const isReasoning = directives.reasoning !== null || directives.think || (model.reasoning !== null && directives.say === null)
  const form = directives.reasoning ?? model.reasoning ?? 'reasoning_content'
  const reasoning = isReasoning ? tokenize(createReasoning(context)) : []
  const fullText = directives.say ?? createDirectedText(directives) ?? createAnswer(context)
  const text = continuedText === null ? fullText : getRemainingText(fullText, continuedText, directives.repeat ?? 0)

  const isInline = form === 'think-tags'
  const reasoningTokens = isInline && isReasoning ? ['<think>', '\n', ...reasoning, '\n', '</think>', '\n\n'] : reasoning
  const allTokens = [
    ...reasoningTokens.map((token) => ({ text: token, isReasoning: !isInline })),
    ...tokenize(text).map((token) => ({ text: token, isReasoning: false })),
  ]
  const maxTokenCount = Math.min(maxTokens ?? Infinity, continuedText === null ? (directives.cut ?? Infinity) : Infinity)
  const isTruncated = maxTokenCount < allTokens.length
  return {
    tokens: isTruncated ? allTokens.slice(0, maxTokenCount) : allTokens,
    form,
    finish: directives.finish ?? (isTruncated ? 'length' : 'stop'),
  }
}

/** The rest of an answer after `continuedText`, repeating the last `repeatCount` characters of it. */
function getRemainingText(fullText: string, continuedText: string, repeatCount: number): string {
  const rest = fullText.startsWith(continuedText) ? fullText.slice(continuedText.length) : ''
  return continuedText.slice(continuedText.length - repeatCount) + (rest === '' ? createContinuation(continuedText) : rest)
}

/** The text that the directives ask for; null without such directives. */
function createDirectedText({ length, markdown }: Directives): string | null {
  if (length !== null) return markdown ? createLongMarkdown(length) : createLongAnswer(length)
  return markdown ? markdownSample : null
}
