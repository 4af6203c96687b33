// The chunks of a streamed answer and the body of a whole one. Hides where they hold reasoning, usage and the finish reason.

import { randomBytes } from 'node:crypto'
import type { ReasoningForm } from './catalogue.ts'
import type { ChatRequest } from './chat-request.ts'
import type { FinishReason, UsageMode } from './directives.ts'

export interface AnswerToken {
  readonly text: string
  readonly isReasoning: boolean
}

export interface ComposedAnswer {
  readonly tokens: readonly AnswerToken[]
  readonly form: ReasoningForm
  readonly finish: FinishReason
}

function createUsage({ promptTokens }: ChatRequest, sent: number): unknown {
  return { prompt_tokens: promptTokens, completion_tokens: sent, total_tokens: promptTokens + sent }
}

const toolCalls = [{ index: 0, id: 'call_0', type: 'function', function: { name: 'look_up', arguments: '{}' } }]

/** The events of a stream. A faulty one has no regular end. */
export function* createChunks(
  request: ChatRequest,
  { tokens, form, finish }: ComposedAnswer,
  { isFaulty }: { readonly isFaulty: boolean },
): Iterable<string> {
  const { model, route, directives } = request
  const usage: UsageMode = directives.usage ?? (request.includesUsage ? 'empty-choices' : 'none')
  const head = {
    id: `chatcmpl-${randomBytes(16).toString('hex')}`,
    object: 'chat.completion.chunk',
    created: getUnixSeconds(),
    model: route.providerId,
  }
  const isTogether = route.provider === 'together'
  const chunk = (delta: unknown, finishReason: FinishReason | null, sent: number): string => {
    const hasUsage = usage === 'every' || (usage === 'last' && finishReason !== null)
    return toServerSentEvent({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...(hasUsage ? { usage: createUsage(request, sent) } : isTogether ? { usage: null } : {}),
    })
  }
  yield chunk({ role: 'assistant', content: '' }, null, 0)
  for (const [index, token] of tokens.entries()) {
    // In the forms with a reasoning field the content stays empty while the model reasons.
    const delta = token.isReasoning
      ? { content: '', [form]: token.text }
      : { content: token.text, ...(isTogether ? { reasoning: null } : {}) }
    yield chunk(delta, null, index + 1)
  }
  if (isFaulty || directives.noDone) return
  if (finish === 'tool_calls') yield chunk({ content: '', tool_calls: toolCalls }, null, tokens.length)
  // Some models end with an empty text, some with an empty delta.
  const last = chunk(model.hasVision ? {} : { content: '' }, finish, tokens.length)
  if (directives.noFinalBlankLine) {
    yield last.slice(0, -1)
    return
  }
  yield last
  if (usage === 'empty-choices') yield toServerSentEvent({ ...head, choices: [], usage: createUsage(request, tokens.length) })
  yield 'data: [DONE]\n\n'
}

/** The body of an answer that is not streamed. */
export function createWholeAnswer(request: ChatRequest, { tokens, form, finish }: ComposedAnswer): unknown {
  const join = (isReasoning: boolean): string =>
    tokens
      .filter((token) => token.isReasoning === isReasoning)
      .map(({ text }) => text)
      .join('')
  const message = {
    role: 'assistant',
    content: join(false),
    ...(form === 'think-tags' ? {} : { [form]: join(true) }),
    ...(finish === 'tool_calls' ? { tool_calls: toolCalls } : {}),
  }
  return {
    id: `chatcmpl-${randomBytes(16).toString('hex')}`,
    object: 'chat.completion',
    created: getUnixSeconds(),
    model: request.route.providerId,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    usage: createUsage(request, tokens.length),
  }
}

function toServerSentEvent(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

function getUnixSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
