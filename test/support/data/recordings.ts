// Recordings of real traffic with Hugging Face, kept outside the project: found, told apart, and served again in awkward pieces.
// Hides their folder; where it is absent the lists are null and callers skip with a word.

import { existsSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FailureCode } from '../../../shared/failures.ts'
import { asList, asNumber, asObject, asText, parseJson } from '../../stand-ins/hub/json.ts'

const folder = join(import.meta.dirname, '../../../../shared/recordings')
const files = ['router-chat', 'genai-router-selected', 'pydantic-ai-router', 'hf-inference-tasks', 'huggingface_hub-legacy']

export interface Recording {
  /** File and place in it, such as `router-chat 7`. */
  readonly name: string
  readonly method: string
  readonly url: string
  /** The model that was asked for; null where the recording has lost it. */
  readonly model: string | null
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a streamed answer holds, read on its own terms: by lines of the whole text, with nothing of the app's reader. */
export interface ParsedAnswer {
  readonly text: string
  readonly reasoning: string
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null
  /** The provider's own word for why it ended; null when it gave none. */
  readonly finish: string | null
  readonly callsTools: boolean
}

export interface ChatRecording {
  readonly recording: Recording
  readonly expected: ParsedAnswer
}

export interface ErrorRecording {
  readonly recording: Recording
  readonly expected: FailureCode
}

export interface RecordingCuts {
  /** How many cuts. */
  readonly cuts: number
  /** The same seed cuts at the same places; a new one each time unless told. */
  readonly seed?: number
}

/** All of them, whatever they are; null when there are no recordings on this machine. */
export function getAllRecordings(): readonly Recording[] | null {
  return loadRecordings()
}

/** Every streamed chat answer; null when there are no recordings on this machine. */
export function getChatRecordings(): readonly ChatRecording[] | null {
  return (
    loadRecordings()
      ?.filter(({ status, headers, body }) => status === 200 && isStream(headers) && !body.includes('"token":{') && !isErrorEvent(body))
      .map((recording) => ({ recording, expected: parseAnswer(recording.body) })) ?? null
  )
}

/** Every refused or failed run, with the code that we read out of it by hand; null when there are no recordings. */
export function getErrorRecordings(): readonly ErrorRecording[] | null {
  return (
    loadRecordings()
      ?.filter(({ method, status, body }) => method === 'POST' && (status >= 400 || isErrorEvent(body)))
      .map((recording) => ({ recording, expected: classifyFailure(recording) })) ?? null
  )
}

/** Sends a recording as it came, but in pieces cut at random bytes; returns the seed that cuts there again. */
export async function serveRecording(response: ServerResponse, recording: Recording, { cuts, seed }: RecordingCuts): Promise<number> {
  const usedSeed = seed ?? Math.floor(Math.random() * 2 ** 32)
  const forwardedHeaders = Object.entries(recording.headers).filter(
    ([name]) => !['content-encoding', 'transfer-encoding', 'content-length', 'connection'].includes(name.toLowerCase()),
  )
  response.writeHead(recording.status, Object.fromEntries(forwardedHeaders))
  const body = Buffer.from(recording.body)
  const offsets = getCutOffsets(body.length, cuts, usedSeed)
  for (const [index, offset] of offsets.entries()) {
    if (response.destroyed) return usedSeed
    response.write(body.subarray(offsets[index - 1] ?? 0, offset))
    // A real gap: without it the pieces meet again in the socket.
    await pause(1)
  }
  response.end(body.subarray(offsets.at(-1) ?? 0))
  return usedSeed
}

/** Different places inside a body of so many bytes, in order. */
export function getCutOffsets(bytes: number, cuts: number, seed: number): readonly number[] {
  const random = mulberry32(seed)
  const offsets = new Set<number>()
  while (offsets.size < Math.min(cuts, bytes - 1)) offsets.add(1 + Math.floor(random() * (bytes - 1)))
  return [...offsets].toSorted((a, b) => a - b)
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function loadRecordings(): readonly Recording[] | null {
  if (!existsSync(folder)) return null
  return files.flatMap((file) =>
    asList(parseJson(readFileSync(join(folder, `${file}.json`), 'utf8'))).map((entry, index) => parseRecording(`${file} ${index}`, entry)),
  )
}

function parseRecording(name: string, entry: unknown): Recording {
  const { method, url, request, response } = asObject(entry)
  const { status, headers, body } = asObject(response)
  const requestBody = asObject(request)['body']
  const parsedBody = typeof requestBody === 'string' ? parseJson(requestBody) : requestBody
  return {
    name,
    method: asText(method) ?? '',
    url: asText(url) ?? '',
    model: asText(asObject(parsedBody)['model']),
    status: asNumber(status) ?? 0,
    headers: Object.fromEntries(Object.entries(asObject(headers)).map(([key, value]) => [key, String(value)] as const)),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

function isStream(headers: Recording['headers']): boolean {
  return headers['content-type']?.startsWith('text/event-stream') ?? false
}

function isErrorEvent(body: string): boolean {
  return /^data: ?\{"error":/.test(body)
}

function parseAnswer(body: string): ParsedAnswer {
  let text = ''
  let reasoning = ''
  let usage: ParsedAnswer['usage'] = null
  let finish: string | null = null
  let callsTools = false
  for (const line of body.split('\n')) {
    if (!line.startsWith('data:') || line.includes('[DONE]')) continue
    const chunk = asObject(parseJson(line.slice('data:'.length)))
    const usageCounts = asObject(chunk['usage'])
    const input = asNumber(usageCounts['prompt_tokens'])
    const output = asNumber(usageCounts['completion_tokens'])
    if (input !== null && output !== null) usage = { inputTokens: input, outputTokens: output }
    const choice = asObject(asList(chunk['choices'])[0])
    const delta = asObject(choice['delta'])
    text += asText(delta['content']) ?? ''
    reasoning += asText(delta['reasoning_content']) ?? asText(delta['reasoning']) ?? ''
    finish = asText(choice['finish_reason']) ?? finish
    callsTools ||= asList(delta['tool_calls']).length > 0
  }
  // Inline reasoning is all that stands between the tags; white space after a tag belongs to the tag.
  const inline = /^\s*<think>\s*([^]*?)<\/think>\s*([^]*)$/.exec(text)
  return { text: inline?.[2] ?? text, reasoning: inline?.[1] ?? reasoning, usage, finish, callsTools }
}

function classifyFailure({ status, body }: Recording): FailureCode {
  const bodyIncludes = (words: string): boolean => body.includes(words)
  if (bodyIncludes('must be <= 4096')) return 'prompt-too-long'
  if (status === 401) return 'key-rejected'
  if (status === 402) return 'credits-used-up'
  if (status === 404 || bodyIncludes('model_not_found')) return 'model-not-found'
  if (bodyIncludes('not support') || bodyIncludes('not a multimodal model')) return 'model-cannot-do-this'
  if (status >= 500) return 'provider-failed'
  return 'request-refused'
}
