// Turns a failed reply into a failure: from its status and our own reading of its body, never from the library's message, which contains
// the prompt and changes between versions.

import { failureTraits, type Failure, type FailureCode } from '../../shared/failures.ts'
import { findMentionedSetting, mentionsInstructions } from '../../shared/style.ts'
import { clampWait, parseRetryAfter } from '../network/failures.ts'
import {
  isHtmlPage,
  emptyServerError,
  parseServerError,
  safeName,
  safeRequestId,
  safeMessage,
  toServerError,
  type ServerError,
} from './server-error.ts'

/** The part of a reply that a failure is made from. */
export interface ResponseHead {
  readonly status: number
  readonly headers: Headers
}

/**
 * The failure of a reply that is no answer: one with an error status, or a 200 with an unexpected body.
 * @param prompts the texts that were sent, so that the detail does not quote them
 */
export function failureFromResponse(head: ResponseHead, body: string, prompts: readonly string[]): Failure {
  if (isHtmlPage(body)) return createFailure(codeFromPage(head), head, emptyServerError, prompts)
  const serverError = parseServerError(body)
  // Plain text with a good status may be the answer itself, which must not end up in a failure.
  const isAnswer = head.status < 300 && !serverError.isStructured
  return isAnswer ? createFailure('unexpected-reply', head, emptyServerError, prompts) : failureFromServerError(head, serverError, prompts)
}

/** The failure that an event reports in a reply whose status was 200. */
export function failureFromErrorEvent(head: ResponseHead, body: unknown, prompts: readonly string[]): Failure {
  return failureFromServerError(head, toServerError(body), prompts)
}

function failureFromServerError(head: ResponseHead, serverError: ServerError, prompts: readonly string[]): Failure {
  const isError = serverError.message !== '' || serverError.kind !== '' || serverError.status !== null
  const status = head.status >= 400 ? head.status : serverError.status
  if (status === null && !isError) return createFailure('unexpected-reply', head, emptyServerError, prompts)
  return createFailure(codeFromServerError(status, serverError), head, serverError, prompts)
}

/** A web page comes from Hugging Face when it has Hugging Face's headers, otherwise from a proxy or captive portal. */
function codeFromPage({ status, headers }: ResponseHead): FailureCode {
  const isFromHuggingFace =
    headers.has('x-request-id') || headers.has('x-inference-provider') || headers.get('x-powered-by') === 'huggingface-moon'
  if (status < 300) return isFromHuggingFace ? 'unexpected-reply' : 'captive-portal'
  return codeFromStatus(status) ?? 'unexpected-reply'
}

// One status may mean several things; then the message decides. The first match counts.
const contextFullPattern =
  /context[_ ]?(length|window|size)|maximum context|(prompt|input|message)s?\b.{0,40}\btoo (long|large)|too many tokens|string_above_max_length|tokens?`?.{0,60}must be <=?|reduce the length|exceeds?.{0,40}\b(context|token)/i
const unsupportedPattern =
  /not a (multimodal|chat|vision) model|not support|does ?n[o']t support|unsupported.{0,20}(image|vision|modal|content)|image_url|only supports? text/i
const notFoundPattern = /model_not_found|model.{0,120}(does not exist|not found)|no such model|unknown model/i
const notServedPattern =
  /model_not_supported|not supported by (any )?provider|no (inference )?provider|not (currently )?(deployed|available|served)|no longer (available|supported)|deprecated/i
const busyPattern = /overloaded|at capacity|no capacity|currently loading|is loading|too busy|try again later|temporarily unavailable/i
const gatedPattern =
  /gated|restricted|awaiting.{0,20}review|accept.{0,40}(terms|conditions|license)|access to (this )?model|ask for access/i
const creditsPattern = /credits?\b|billing|payment|insufficient (funds|balance)|spending limit/i

function codeFromServerError(status: number | null, serverError: ServerError): FailureCode {
  const text = `${serverError.kind} ${serverError.message}`
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
      if (notFoundPattern.test(text)) return 'model-not-found'
      if (contextFullPattern.test(text)) return 'prompt-too-long'
      if (notServedPattern.test(text)) return 'model-not-served'
      if (creditsPattern.test(text)) return 'credits-used-up'
      // "Does not support 'temperature'" is about a setting that can be omitted, not about what the model can do.
      if (findMentionedSetting(text) !== null || mentionsInstructions(text)) return 'request-refused'
      if (unsupportedPattern.test(text)) return 'model-cannot-do-this'
      return status === 413 ? 'prompt-too-long' : 'request-refused'
    case 401:
      return /\bexpired\b/i.test(text) ? 'key-expired' : 'key-rejected'
    case 403:
      if (gatedPattern.test(text)) return 'model-gated'
      if (notServedPattern.test(text)) return 'model-not-served'
      return creditsPattern.test(text) ? 'credits-used-up' : 'key-lacks-permission'
    case 404:
      return notServedPattern.test(text) ? 'model-not-served' : 'model-not-found'
    case 429:
      if (creditsPattern.test(text)) return 'credits-used-up'
      return busyPattern.test(text) ? 'provider-busy' : 'too-many-requests'
    case 500:
      if (contextFullPattern.test(text)) return 'prompt-too-long'
      return busyPattern.test(text) ? 'provider-busy' : 'provider-failed'
    case null:
      return codeFromText(text)
    default:
      return codeFromStatus(status) ?? 'unexpected-reply'
  }
}

/** The code for an error without a status. */
function codeFromText(text: string): FailureCode {
  if (/rate.?limit|too many requests/i.test(text)) return 'too-many-requests'
  if (busyPattern.test(text)) return 'provider-busy'
  if (contextFullPattern.test(text)) return 'prompt-too-long'
  if (notFoundPattern.test(text)) return 'model-not-found'
  if (/validation|invalid_request|template/i.test(text)) return 'request-refused'
  return 'provider-failed'
}

function codeFromStatus(status: number): FailureCode | null {
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

function createFailure(code: FailureCode, head: ResponseHead, serverError: ServerError, prompts: readonly string[]): Failure {
  const detail = formatDetail(head, safeMessage(serverError.message, prompts))
  const retryAfter =
    head.status >= 400 && failureTraits[code].honorsRetryAfter === true
      ? (parseRetryAfter(head.headers) ?? getEstimatedWait(serverError))
      : null
  return retryAfter === null ? { code, detail } : { code, detail, retryAfterSeconds: retryAfter }
}

function getEstimatedWait({ waitSeconds }: ServerError): number | null {
  return waitSeconds === null ? null : clampWait(waitSeconds)
}

/** What a bug report needs about a reply: status, provider, request id, and the server's message. */
export function formatDetail({ status, headers }: ResponseHead, text: string): string {
  const requestId = safeRequestId(headers.get('x-request-id')) ?? safeRequestId(headers.get('x-trace-id'))
  const parts = [
    String(status),
    safeName(headers.get('x-inference-provider')) ?? '',
    requestId === null ? '' : `request ${requestId}`,
    text,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** The same failure at a server that was added by hand, where nothing is about Hugging Face's key, credit or models. */
export function toServerFailure(failure: Failure): Failure {
  const code = failureTraits[failure.code].atServer ?? failure.code
  if (code !== 'server-refused-key' || failure.detail === undefined) return { ...failure, code }
  // SECURITY: the server may quote the key that it refuses, and a key that a person made up has no shape by which it could be redacted.
  return { ...failure, code, detail: /^\d{3}/.exec(failure.detail)?.[0] ?? 'refused' }
}
