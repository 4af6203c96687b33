// Makes a failure code of a failed reply, from its status and our own reading of its body. Never from what a library says about it:
// its messages hold the prompt and change with its versions.

import type { Failure, FailureCode } from '../../shared/errors.ts'
import { settingNamedIn, speaksOfInstructions } from '../../shared/style.ts'
import { boundedWait, retryAfterOf } from '../network/failures.ts'
import { isPage, noWords, readServerWords, safeName, safeRequestId, safeSentence, wordsIn, type ServerWords } from './server-words.ts'

/** What of a reply a failure may need. */
export interface ReplyHead {
  readonly status: number
  readonly headers: Headers
}

/**
 * The failure in a reply that is no answer: an error status, or a 200 that holds something else.
 * @param prompts what was sent, so that the detail does not quote it.
 */
export function failureOfReply(head: ReplyHead, body: string, prompts: readonly string[]): Failure {
  if (isPage(body)) return describe(codeOfPage(head), head, noWords, prompts)
  const words = readServerWords(body)
  // Plain text with a good status may be the answer itself, which no failure may hold.
  const isAnswer = head.status < 300 && !words.isNamed
  return isAnswer ? describe('unexpected-reply', head, noWords, prompts) : failureOf(head, words, prompts)
}

/** The failure that an event of a reply told, whose status was 200. */
export function failureOfEvent(head: ReplyHead, body: unknown, prompts: readonly string[]): Failure {
  return failureOf(head, wordsIn(body), prompts)
}

function failureOf(head: ReplyHead, words: ServerWords, prompts: readonly string[]): Failure {
  const isError = words.sentence !== '' || words.kind !== '' || words.status !== null
  const status = head.status >= 400 ? head.status : words.status
  if (status === null && !isError) return describe('unexpected-reply', head, noWords, prompts)
  return describe(codeOf(status, words), head, words, prompts)
}

/** A page in place of an answer comes from Hugging Face itself when it carries its marks, else from something on the way. */
function codeOfPage({ status, headers }: ReplyHead): FailureCode {
  const isOurs = headers.has('x-request-id') || headers.has('x-inference-provider') || headers.get('x-powered-by') === 'huggingface-moon'
  if (status < 300) return isOurs ? 'unexpected-reply' : 'captive-portal'
  return codeOfStatus(status) ?? 'unexpected-reply'
}

// The words are looked at where one status means several things. The first row that fits decides.
const contextIsFull =
  /context[_ ]?(length|window|size)|maximum context|(prompt|input|message)s?\b.{0,40}\btoo (long|large)|too many tokens|string_above_max_length|tokens?`?.{0,60}must be <=?|reduce the length|exceeds?.{0,40}\b(context|token)/i
const cannotDoThis =
  /not a (multimodal|chat|vision) model|not support|does ?n[o']t support|unsupported.{0,20}(image|vision|modal|content)|image_url|only supports? text/i
const notFound = /model_not_found|model.{0,120}(does not exist|not found)|no such model|unknown model/i
const notServed =
  /model_not_supported|not supported by (any )?provider|no (inference )?provider|not (currently )?(deployed|available|served)|no longer (available|supported)|deprecated/i
const busy = /overloaded|at capacity|no capacity|currently loading|is loading|too busy|try again later|temporarily unavailable/i
const gated = /gated|restricted|awaiting.{0,20}review|accept.{0,40}(terms|conditions|license)|access to (this )?model|ask for access/i
const credits = /credits?\b|billing|payment|insufficient (funds|balance)|spending limit/i

function codeOf(status: number | null, words: ServerWords): FailureCode {
  const said = `${words.kind} ${words.sentence}`
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
      if (notFound.test(said)) return 'model-not-found'
      if (contextIsFull.test(said)) return 'prompt-too-long'
      if (notServed.test(said)) return 'model-not-served'
      if (credits.test(said)) return 'credits-used-up'
      // "Does not support 'temperature'" is about a setting that can be left out, not about what the model can do.
      if (settingNamedIn(said) !== null || speaksOfInstructions(said)) return 'request-refused'
      if (cannotDoThis.test(said)) return 'model-cannot-do-this'
      return status === 413 ? 'prompt-too-long' : 'request-refused'
    case 401:
      return /\bexpired\b/i.test(said) ? 'key-expired' : 'key-rejected'
    case 403:
      if (gated.test(said)) return 'model-gated'
      if (notServed.test(said)) return 'model-not-served'
      return credits.test(said) ? 'credits-used-up' : 'key-lacks-permission'
    case 404:
      return notServed.test(said) ? 'model-not-served' : 'model-not-found'
    case 429:
      if (credits.test(said)) return 'credits-used-up'
      return busy.test(said) ? 'provider-busy' : 'too-many-requests'
    case 500:
      if (contextIsFull.test(said)) return 'prompt-too-long'
      return busy.test(said) ? 'provider-busy' : 'provider-failed'
    case null:
      return codeOfWords(said)
    default:
      return codeOfStatus(status) ?? 'unexpected-reply'
  }
}

/** An error told without any status: by its words alone. */
function codeOfWords(said: string): FailureCode {
  if (/rate.?limit|too many requests/i.test(said)) return 'too-many-requests'
  if (busy.test(said)) return 'provider-busy'
  if (contextIsFull.test(said)) return 'prompt-too-long'
  if (notFound.test(said)) return 'model-not-found'
  if (/validation|invalid_request|template/i.test(said)) return 'request-refused'
  return 'provider-failed'
}

function codeOfStatus(status: number): FailureCode | null {
  switch (status) {
    case 402:
      return 'credits-used-up'
    case 407:
      return 'proxy'
    case 408:
    case 504:
    case 522:
    case 524:
      return 'timed-out'
    case 410:
      return 'model-not-served'
    case 413:
      return 'prompt-too-long'
    case 429:
      return 'too-many-requests'
    case 503:
    case 529:
      return 'provider-busy'
    case 511:
      return 'captive-portal'
    default:
      if (status >= 500) return 'provider-failed'
      return status >= 400 && status !== 403 && status !== 404 ? 'request-refused' : null
  }
}

function describe(code: FailureCode, head: ReplyHead, words: ServerWords, prompts: readonly string[]): Failure {
  const detail = detailOf(head, safeSentence(words.sentence, prompts))
  const wait = head.status >= 400 && waits.includes(code) ? (retryAfterOf(head.headers) ?? estimateIn(words)) : null
  return wait === null ? { code, detail } : { code, detail, retryAfterSeconds: wait }
}

/** What goes away by waiting. A wait beside anything else, a good reply too, is none of ours. */
const waits: readonly FailureCode[] = ['too-many-requests', 'provider-busy']

function estimateIn({ waitSeconds }: ServerWords): number | null {
  return waitSeconds === null ? null : boundedWait(waitSeconds)
}

/** What a bug report needs of a reply: its status, who served it, the id of the request, and what was said. */
export function detailOf({ status, headers }: ReplyHead, said: string): string {
  const requestId = safeRequestId(headers.get('x-request-id')) ?? safeRequestId(headers.get('x-trace-id'))
  const parts = [
    String(status),
    safeName(headers.get('x-inference-provider')) ?? '',
    requestId === null ? '' : `request ${requestId}`,
    said,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
