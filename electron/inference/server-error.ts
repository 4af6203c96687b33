// What a server said when it refused: its own sentence, taken out of whatever shape it came in, and made safe to show in a detail fold.

import { redact } from '../logging/redact.ts'
import { toCount, toRecord, parseJson, toText } from './untrusted-json.ts'

export interface ServerError {
  /** The sentence; empty when there was none. */
  readonly message: string
  /** Its own word for the kind of error, such as `model_not_found`; empty when there was none. */
  readonly kind: string
  /** A status inside the body: all there is to go by when an event of a good reply tells of an error. */
  readonly status: number | null
  /** Seconds until a model that is being loaded should be there; null when it does not say. */
  readonly waitSeconds: number | null
  /** Whether it stood in fields with names. Plain text may be anything, the answer too. */
  readonly isStructured: boolean
}

export const emptyServerError: ServerError = { message: '', kind: '', status: null, waitSeconds: null, isStructured: false }

/** Reads the body of a failed reply: JSON of any shape, plain text, a page, or nothing. */
export function parseServerError(body: string): ServerError {
  if (isHtmlPage(body)) return emptyServerError
  const parsed = parseJson(body)
  if (parsed !== undefined) return toServerError(parsed)
  // Of JSON that was cut nobody knows what is a sentence of the server's and what was sent to it.
  return /^\s*[{[]/.test(body) ? emptyServerError : { ...emptyServerError, message: body.trim() }
}

/** The same for JSON that has been parsed. */
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

/** A string, the `message` or `msg` of an object, or those of a list. Validators put the whole input beside `msg`: never that. */
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

/** Whether a body is a web page: a proxy's, a captive portal's, or the site's own page of an error. */
export function isHtmlPage(body: string): boolean {
  return /^[\uFEFF\s]*<(!doctype|html|head|\?xml|body|!--)/i.test(body)
}

const maxLength = 300
/** Of a longer sentence the last word goes too: half a key at the cut would no longer look like one. */
const maxReadLength = 2 * maxLength
/** Words shared with a prompt that are longer than this are taken for a quotation. */
const minEchoLength = 24

/**
 * A server's sentence for the detail fold: short, on one line, and without the prompt or anything that looks like a key.
 * @param prompts what was sent.
 */
export function safeMessage(message: string, prompts: readonly string[]): string {
  const text = message.length <= maxReadLength ? message : message.slice(0, maxReadLength).replace(/\S+$/, '…')
  const cleanText = redact(
    removeEcho(text, prompts)
      // SECURITY: a server may quote the header it was sent, or write the key in another way, which is what `redact` knows.
      .replace(/\b((hf|api_org|sk)_|sk-)[A-Za-z0-9_-]+/gi, '[key]')
      .replace(/\bbearer\s+\S+/gi, '[key]')
      .replace(/\S{48,}/g, '[…]'),
  )
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
  return cleanText.length <= maxLength ? cleanText : `${cleanText.slice(0, maxLength)}…`
}

/** A name or a number out of a header, such as who served a run; null when it is none, or may be a key. */
export function safeName(value: string | null): string | null {
  return value !== null && /^[\w.:;=-]{1,80}$/.test(value) && redact(value) === value ? value : null
}

/**
 * The id of a request out of its own header. Most are plain hexadecimal, which anywhere else would be taken for a secret.
 * SECURITY: the door has taken out every header that holds the key (network/gateway.ts).
 */
export function safeRequestId(value: string | null): string | null {
  const isHexId = value !== null && /^[0-9a-f]{32,64}$/i.test(value) && !hexKeyPattern.test(value)
  return isHexId ? value : safeName(value)
}

/** What every key of Hugging Face begins with, in hexadecimal. */
const hexKeyPattern = /68665f|6170695f6f72675f/i

function removeEcho(message: string, sentPrompts: readonly string[]): string {
  // Some servers quote what they were sent as it was written in JSON.
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
