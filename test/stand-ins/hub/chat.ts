// Chat completions, streamed and whole: what is answered, and with which fault.

import { setTimeout as pause } from 'node:timers/promises'
import type { Act } from './faults/fault.ts'
import { faults, isHubFaultName } from './faults/faults.ts'
import { actInsteadOfReply } from './acting.ts'
import { answerTo, continuationOf, longAnswer, longMarkdown, markdownSample, reasoningAbout, type Asked } from './answers.ts'
import type { Catalogue } from './catalogue.ts'
import { chunks, wholeAnswer, type ComposedAnswer } from './chat-chunks.ts'
import { readChatRequest, type ChatAddress, type ChatRequest } from './chat-request.ts'
import type { Directives } from './directives.ts'
import { sendEvents } from './event-stream.ts'
import { sendError, sendJson, type Exchange } from './exchange.ts'
import { piecesOf } from './pieces.ts'

/** What the hub is set to at the moment of a run. */
export interface RunSettings {
  readonly catalogue: Catalogue
  /** Pieces a second; 0 for as fast as possible. */
  readonly speed: number
  readonly act: Act | null
  /** Origin of the other host. */
  readonly elsewhere: string
}

/** Answers a chat request from its prompt. */
export async function chat(exchange: Exchange, settings: RunSettings, address: ChatAddress): Promise<void> {
  const request = readChatRequest(exchange, settings.catalogue, address)
  if (request === null) return
  const { directives, isStream } = request
  if (directives.fault !== null && !isHubFaultName(directives.fault)) {
    sendError(exchange, 400, `The stand-in knows no fault named ${directives.fault}`)
    return
  }
  const act: Act | null = directives.fault === null ? settings.act : faults[directives.fault].act
  if (act !== null && actInsteadOfReply(exchange, act, { elsewhere: settings.elsewhere, isStream })) return

  if (directives.wait !== null) await pause(directives.wait)
  const headers: Record<string, string> = { 'x-inference-provider': request.route.provider }
  // Together sends this along with every good answer.
  if (request.route.provider === 'together') headers['retry-after'] = '2'
  const answer = compose(request)
  if (isStream)
    await sendEvents(exchange, {
      headers,
      events: chunks(request, answer, { isBroken: act !== null }),
      speed: directives.speed ?? settings.speed,
      act: act?.kind === 'stream' ? act : null,
    })
  else sendJson(exchange, 200, wholeAnswer(request, answer), headers)
}

function compose({ model, route, directives, begun, earlier, pictures, maxTokens }: ChatRequest): ComposedAnswer {
  const asked: Asked = { prompt: directives.prompt, earlier, pictures, model: model.id, provider: route.provider }
  const isReasoning = directives.reasoning !== null || directives.think || (model.reasoning !== null && directives.say === null)
  const form = directives.reasoning ?? model.reasoning ?? 'reasoning_content'
  const reasoning = isReasoning ? piecesOf(reasoningAbout(asked)) : []
  const whole = directives.say ?? textFor(directives) ?? answerTo(asked)
  const text = begun === null ? whole : restOf(whole, begun, directives.repeat ?? 0)

  const isInText = form === 'think-tags'
  const thought = isInText && isReasoning ? ['<think>', '\n', ...reasoning, '\n', '</think>', '\n\n'] : reasoning
  const all = [
    ...thought.map((piece) => ({ text: piece, isReasoning: !isInText })),
    ...piecesOf(text).map((piece) => ({ text: piece, isReasoning: false })),
  ]
  const most = Math.min(maxTokens ?? Infinity, begun === null ? (directives.cut ?? Infinity) : Infinity)
  const isCut = most < all.length
  return { pieces: isCut ? all.slice(0, most) : all, form, finish: directives.finish ?? (isCut ? 'length' : 'stop') }
}

/** What is left to say of an answer, after so many characters that have been said already. */
function restOf(whole: string, begun: string, repeated: number): string {
  const rest = whole.startsWith(begun) ? whole.slice(begun.length) : ''
  return begun.slice(begun.length - repeated) + (rest === '' ? continuationOf(begun) : rest)
}

/** Null when the prompt asks for no text of a kind. */
function textFor({ length, markdown }: Directives): string | null {
  if (length !== null) return markdown ? longMarkdown(length) : longAnswer(length)
  return markdown ? markdownSample : null
}
