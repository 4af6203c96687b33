// Asks the stand-in with nothing but fetch, and reads its streams line by line: the specs' own eyes.

import type { Hub } from './hub.ts'
import { asList, asObject, asText, parseJson, type JsonObject } from './json.ts'

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly raw: string
  readonly json: JsonObject
}

/** GETs or POSTs; `key` is one of the hub's, and null sends none. */
export async function ask(hub: Hub, path: string, key: string | null, body?: unknown): Promise<Answered> {
  const reply = await fetch(new URL(path, hub.origin), {
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const raw = await reply.text()
  return { status: reply.status, headers: reply.headers, raw, json: asObject(parseJson(raw)) }
}

/** A chat body with one message of the user. */
export function chatOf(prompt: string, more: JsonObject = {}): JsonObject {
  return { model: 'meta-llama/Llama-3.1-8B-Instruct', stream: true, messages: [{ role: 'user', content: prompt }], ...more }
}

export function askChat(hub: Hub, prompt: string, more: JsonObject = {}, key: string = hub.keys.fineGrained): Promise<Answered> {
  return ask(hub, '/v1/chat/completions', key, chatOf(prompt, more))
}

/** The chunks of a stream, without [DONE]. */
export function chunksIn(raw: string): readonly JsonObject[] {
  return raw
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => asObject(parseJson(line.slice('data: '.length))))
}

/** All that one field of the deltas adds up to, `content` unless told. */
export function textIn(raw: string, field = 'content'): string {
  return chunksIn(raw)
    .map((chunk) => asText(asObject(asObject(asList(chunk['choices'])[0])['delta'])[field]) ?? '')
    .join('')
}

/** Every reason that stands in a chunk. */
export function finishesIn(raw: string): readonly string[] {
  return chunksIn(raw).flatMap((chunk) => asText(asObject(asList(chunk['choices'])[0])['finish_reason']) ?? [])
}
