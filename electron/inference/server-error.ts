// The error message of a server: extracted from the many shapes it comes in, and made safe to be shown in the details of a failure.

import { redact } from '../logging/redact.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { toCount, toRecord, toText } from './untrusted-json.ts'

export interface ServerError {
  /** Empty when there was none. */
  readonly message: string
  /** The server's names for the kind of error, such as `model_not_found`, joined by spaces; empty when there were none. */
  readonly kind: string
  /** A status inside the body: the only one when an event of a 200 reply reports an error. */
  readonly status: number | null
  /** Estimated seconds until the model is loaded; null when the server does not say. */
  readonly waitSeconds: number | null
  /** Whether it came in named fields. Plain text may be anything, even the answer. */
  readonly isStructured: boolean
}

export const emptyServerError: ServerError = { message: '', kind: '', status: null, waitSeconds: null, isStructured: false }

/** Reads the body of a failed reply: JSON of any shape, plain text, a web page, or nothing. */
export function parseServerError(body: string): ServerError {
  if (isHtmlPage(body)) return emptyServerError
  const parsed = parseJson(body)
  if (parsed !== undefined) return toServerError(parsed)
  // In truncated JSON, the server's message cannot be told from the prompt that it may quote.
  return /^\s*[{[]/.test(body) ? emptyServerError : { ...emptyServerError, message: body.trim() }
}

/** The same for parsed JSON. */
export function toServerError(body: unknown): ServerError {
  if (typeof body === 'string') return { ...emptyServerError, message: body }
  const top = toRecord(body)
  const error = toRecord(top['error'])
  const message = findMessage(top['error']) || findMessage(top['detail']) || findMessage(top['message']) || findMessage(top['errors'])
  const kinds = [error['code'], error['type'], top['error_type'], top['reason'], top['code'], top['type']].map(toText)
  const statuses = [error['code'], error['status'], error['http_status_code'], top['code'], top['status'], top['status_code']].map(
    toErrorStatus,
  )
  return {
    message,
    kind: kinds.filter((kind) => kind !== '' && !/^\d+$/.test(kind)).join(' '),
    status: statuses.find((status) => status !== null) ?? null,
    waitSeconds: toSeconds(top['estimated_time']),
    isStructured: true,
  }
}

function toSeconds(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.ceil(value) : null
}

/** A string, the `message` or `msg` of an object, or those of a list; nothing else, because validators put the whole input beside `msg`. */
function findMessage(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value.trim()
  if (depth > 2) return ''
  if (Array.isArray(value)) {
    const messages = value.slice(0, 3).map((item) => findMessage(item, depth + 1))
    return messages.filter((message) => message !== '').join('; ')
  }
  const fields = toRecord(value)
  return (
    [fields['message'], fields['msg'], fields['detail']].map((inner) => findMessage(inner, depth + 1)).find((inner) => inner !== '') ?? ''
  )
}

function toErrorStatus(value: unknown): number | null {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : toCount(value)
  return status !== null && status >= 400 && status <= 599 ? status : null
}

/** Whether a body is a web page: a proxy's, a captive portal's, or the site's own error page. */
export function isHtmlPage(body: string): boolean {
  return /^[\uFEFF\s]*<(!doctype|html|head|\?xml|body|!--)/i.test(body)
}

const maxMessageLength = 300
/** A longer message also loses the word at the cut: half a key would no longer look like one. */
const maxReadLength = 2 * maxMessageLength
/** A run of this many characters that is also in a prompt counts as a quotation. */
const minEchoLength = 24

/**
 * A server's message for the details of a failure: short, on one line, and without the prompt or anything that looks like a key.
 * @param prompts the texts that were sent
 */
export function safeMessage(message: string, prompts: readonly string[]): string {
  const text = message.length <= maxReadLength ? message : message.slice(0, maxReadLength).replace(/\S+$/, '…')
  const cleanText = redact(
    removeEcho(text, prompts)
      // SECURITY: a server may quote the header that it was sent. Encoded forms of the key are redact's.
      .replace(/\b((hf|api_org|sk)_|sk-)[A-Za-z0-9_-]+/gi, '[key]')
      .replace(/\bbearer\s+\S+/gi, '[key]')
      .replace(/\S{48,}/g, '[…]'),
  )
    // oxlint-disable-next-line no-control-regex -- control characters are what is removed
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
  return cleanText.length <= maxMessageLength ? cleanText : `${cleanText.slice(0, maxMessageLength)}…`
}

/** A name or number from a header, such as the provider; null when it is neither, or may be a key. */
export function safeName(value: string | null): string | null {
  return value !== null && /^[\w.:;=-]{1,80}$/.test(value) && redact(value) === value ? value : null
}

/**
 * The id of a request from its own header. Most ids are plain hexadecimal, which `redact` would take for a secret.
 * SECURITY: the network gateway has removed every header that contains the key.
 */
export function safeRequestId(value: string | null): string | null {
  const isHexId = value !== null && /^[0-9a-f]{32,64}$/i.test(value) && !hexKeyPattern.test(value)
  return isHexId ? value : safeName(value)
}

/** The prefixes of Hugging Face's keys, in hexadecimal. */
const hexKeyPattern = /68665f|6170695f6f72675f/i

function removeEcho(message: string, sentPrompts: readonly string[]): string {
  // Some servers quote the prompt in the JSON encoding in which it was sent.
  const prompts = [...new Set(sentPrompts.flatMap((prompt) => [prompt, JSON.stringify(prompt).slice(1, -1)]))]
  const shortPrompts = prompts.filter((prompt) => prompt.trim() !== '' && prompt.length < minEchoLength)
  let text = shortPrompts.reduce((result, prompt) => (prompt.length < 4 ? result : result.replaceAll(prompt, '[…]')), message)
  for (let index = 0; index + minEchoLength <= text.length; index += 1) {
    const segment = text.slice(index, index + minEchoLength)
    if (!prompts.some((prompt) => prompt.includes(segment))) continue
    let end = index + minEchoLength
    while (end < text.length && prompts.some((prompt) => prompt.includes(text.slice(index, end + 1)))) end += 1
    text = `${text.slice(0, index)}[…]${text.slice(end)}`
  }
  return text
}
