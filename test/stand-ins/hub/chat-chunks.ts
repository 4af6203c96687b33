// The chunks of a streamed answer and the body of a whole one. Hides where reasoning, usage and the reason of the end stand in them.

import { randomBytes } from 'node:crypto'
import type { ReasoningForm } from './catalogue.ts'
import type { ChatRequest } from './chat-request.ts'
import type { FinishReason, UsagePlace } from './directives.ts'

export interface Piece {
  readonly text: string
  readonly isReasoning: boolean
}

export interface ComposedAnswer {
  readonly pieces: readonly Piece[]
  readonly form: ReasoningForm
  readonly finish: FinishReason
}

function usageOf({ promptTokens }: ChatRequest, sent: number): unknown {
  return { prompt_tokens: promptTokens, completion_tokens: sent, total_tokens: promptTokens + sent }
}

const toolCalls = [{ index: 0, id: 'call_0', type: 'function', function: { name: 'look_up', arguments: '{}' } }]

/** The events of a stream. A broken one never comes to its end by itself. */
export function* chunks(
  request: ChatRequest,
  { pieces, form, finish }: ComposedAnswer,
  { isBroken }: { readonly isBroken: boolean },
): Iterable<string> {
  const { model, route, directives } = request
  const usage: UsagePlace = directives.usage ?? (request.includesUsage ? 'empty-choices' : 'none')
  const head = {
    id: `chatcmpl-${randomBytes(16).toString('hex')}`,
    object: 'chat.completion.chunk',
    created: seconds(),
    model: route.providerId,
  }
  const isTogether = route.provider === 'together'
  const chunk = (delta: unknown, finishReason: FinishReason | null, sent: number): string => {
    const hasUsage = usage === 'every' || (usage === 'last' && finishReason !== null)
    return event({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...(hasUsage ? { usage: usageOf(request, sent) } : isTogether ? { usage: null } : {}),
    })
  }
  yield chunk({ role: 'assistant', content: '' }, null, 0)
  for (const [index, piece] of pieces.entries()) {
    // In the three named forms the text stays empty while the model reasons.
    const delta = piece.isReasoning
      ? { content: '', [form]: piece.text }
      : { content: piece.text, ...(isTogether ? { reasoning: null } : {}) }
    yield chunk(delta, null, index + 1)
  }
  if (isBroken || directives.noDone) return
  if (finish === 'tool_calls') yield chunk({ content: '', tool_calls: toolCalls }, null, pieces.length)
  // Some send an empty text at the end, some an empty object.
  const last = chunk(model.canSee ? {} : { content: '' }, finish, pieces.length)
  if (directives.noFinalBlankLine) {
    yield last.slice(0, -1)
    return
  }
  yield last
  if (usage === 'empty-choices') yield event({ ...head, choices: [], usage: usageOf(request, pieces.length) })
  yield 'data: [DONE]\n\n'
}

/** The body of an answer that is not streamed. */
export function wholeAnswer(request: ChatRequest, { pieces, form, finish }: ComposedAnswer): unknown {
  const join = (isReasoning: boolean): string =>
    pieces
      .filter((piece) => piece.isReasoning === isReasoning)
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
    created: seconds(),
    model: request.route.providerId,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    usage: usageOf(request, pieces.length),
  }
}

function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

function seconds(): number {
  return Math.floor(Date.now() / 1000)
}
