// What a server said when it refused: its own sentence, taken out of whatever shape it came in, and made safe to show in a detail fold.

import { redact } from '../logging/redact.ts'
import { countOf, fieldsOf, parseJson, textOf } from './loose.ts'

export interface ServerWords {
  /** The sentence; empty when there was none. */
  readonly sentence: string
  /** Its own word for the kind of error, such as `model_not_found`; empty when there was none. */
  readonly kind: string
  /** A status inside the body: all there is to go by when an event of a good reply tells of an error. */
  readonly status: number | null
  /** Seconds until a model that is being loaded should be there; null when it does not say. */
  readonly waitSeconds: number | null
  /** Whether it stood in fields with names. Plain text may be anything, the answer too. */
  readonly isNamed: boolean
}

export const noWords: ServerWords = { sentence: '', kind: '', status: null, waitSeconds: null, isNamed: false }

/** Reads the body of a failed reply: JSON of any shape, plain text, a page, or nothing. */
export function readServerWords(body: string): ServerWords {
  if (isPage(body)) return noWords
  const parsed = parseJson(body)
  if (parsed !== undefined) return wordsIn(parsed)
  // Of JSON that was cut nobody knows what is a sentence of the server's and what was sent to it.
  return /^\s*[{[]/.test(body) ? noWords : { ...noWords, sentence: body.trim() }
}

/** The same for JSON that has been parsed. */
export function wordsIn(body: unknown): ServerWords {
  if (typeof body === 'string') return { ...noWords, sentence: body }
  const top = fieldsOf(body)
  const error = fieldsOf(top['error'])
  const sentence = sentenceOf(top['error']) || sentenceOf(top['detail']) || sentenceOf(top['message']) || sentenceOf(top['errors'])
  const kinds = [error['code'], error['type'], top['error_type'], top['reason'], top['code'], top['type']].map(textOf)
  const statuses = [error['code'], error['status'], error['http_status_code'], top['code'], top['status'], top['status_code']].map(statusOf)
  return {
    sentence,
    kind: kinds.filter((kind) => kind !== '' && !/^\d+$/.test(kind)).join(' '),
    status: statuses.find((status) => status !== null) ?? null,
    waitSeconds: secondsOf(top['estimated_time']),
    isNamed: true,
  }
}

function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.ceil(value) : null
}

/** A string, the `message` or `msg` of an object, or those of a list. Validators put the whole input beside `msg`: never that. */
function sentenceOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value.trim()
  if (depth > 2) return ''
  if (Array.isArray(value)) {
    const sentences = value.slice(0, 3).map((item) => sentenceOf(item, depth + 1))
    return sentences.filter((sentence) => sentence !== '').join('; ')
  }
  const fields = fieldsOf(value)
  return (
    [fields['message'], fields['msg'], fields['detail']].map((inner) => sentenceOf(inner, depth + 1)).find((inner) => inner !== '') ?? ''
  )
}

function statusOf(value: unknown): number | null {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : countOf(value)
  return status !== null && status >= 400 && status <= 599 ? status : null
}

/** Whether a body is a web page: a proxy's, a captive portal's, or the site's own page of an error. */
export function isPage(body: string): boolean {
  return /^[\uFEFF\s]*<(!doctype|html|head|\?xml|body|!--)/i.test(body)
}

const longest = 300
/** Of a longer sentence the last word goes too: half a key at the cut would no longer look like one. */
const mostRead = 2 * longest
/** Words shared with a prompt that are longer than this are taken for a quotation. */
const echoLength = 24

/**
 * A server's sentence for the detail fold: short, on one line, and without the prompt or anything that looks like a key.
 * @param prompts what was sent.
 */
export function safeSentence(sentence: string, prompts: readonly string[]): string {
  const kept = sentence.length <= mostRead ? sentence : sentence.slice(0, mostRead).replace(/\S+$/, '…')
  const plain = redact(
    withoutEcho(kept, prompts)
      // SECURITY: a server may quote the header it was sent, or write the key in another way, which is what `redact` knows.
      .replace(/\b((hf|api_org|sk)_|sk-)[A-Za-z0-9_-]+/gi, '[key]')
      .replace(/\bbearer\s+\S+/gi, '[key]')
      .replace(/\S{48,}/g, '[…]'),
  )
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
  return plain.length <= longest ? plain : `${plain.slice(0, longest)}…`
}

/** A name or a number out of a header, such as who served a run; null when it is none, or may be a key. */
export function safeName(value: string | null): string | null {
  return value !== null && /^[\w.:;=-]{1,80}$/.test(value) && redact(value) === value ? value : null
}

/**
 * The id of a request out of its own header. Most are plain hexadecimal, which anywhere else would be taken for a secret.
 * SECURITY: the door has taken out every header that holds the key (network.ts).
 */
export function safeRequestId(value: string | null): string | null {
  const isPlain = value !== null && /^[0-9a-f]{32,64}$/i.test(value) && !keyInHex.test(value)
  return isPlain ? value : safeName(value)
}

/** What every key of Hugging Face begins with, in hexadecimal. */
const keyInHex = /68665f|6170695f6f72675f/i

function withoutEcho(sentence: string, sent: readonly string[]): string {
  // Some servers quote what they were sent as it was written in JSON.
  const prompts = [...new Set(sent.flatMap((prompt) => [prompt, JSON.stringify(prompt).slice(1, -1)]))]
  const short = prompts.filter((prompt) => prompt.trim() !== '' && prompt.length < echoLength)
  let kept = short.reduce((left, prompt) => (prompt.length < 4 ? left : left.replaceAll(prompt, '[…]')), sentence)
  for (let at = 0; at + echoLength <= kept.length; at += 1) {
    const piece = kept.slice(at, at + echoLength)
    if (!prompts.some((prompt) => prompt.includes(piece))) continue
    let end = at + echoLength
    while (end < kept.length && prompts.some((prompt) => prompt.includes(kept.slice(at, end + 1)))) end += 1
    kept = `${kept.slice(0, at)}[…]${kept.slice(end)}`
  }
  return kept
}
