// Asks the stand-in with nothing but fetch, and reads its streams line by line: the specs' own eyes.

import type { Hub } from './hub.ts'
import { asList, asObject, asText, parseJson, type JsonObject } from './json.ts'

export interface HubReply {
  readonly status: number
  readonly headers: Headers
  readonly raw: string
  readonly json: JsonObject
}

/** GETs or POSTs; `key` is one of the hub's, and null sends none. */
export async function requestHub(hub: Hub, path: string, key: string | null, body?: unknown): Promise<HubReply> {
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
export function createChatBody(prompt: string, overrides: JsonObject = {}): JsonObject {
  return { model: 'meta-llama/Llama-3.1-8B-Instruct', stream: true, messages: [{ role: 'user', content: prompt }], ...overrides }
}

export function requestChat(hub: Hub, prompt: string, overrides: JsonObject = {}, key: string = hub.keys.fineGrained): Promise<HubReply> {
  return requestHub(hub, '/v1/chat/completions', key, createChatBody(prompt, overrides))
}

/** The chunks of a stream, without [DONE]. */
export function parseChunks(raw: string): readonly JsonObject[] {
  return raw
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => asObject(parseJson(line.slice('data: '.length))))
}

/** All that one field of the deltas adds up to, `content` unless told. */
export function joinDeltaText(raw: string, field = 'content'): string {
  return parseChunks(raw)
    .map((chunk) => asText(asObject(asObject(asList(chunk['choices'])[0])['delta'])[field]) ?? '')
    .join('')
}

/** Every reason that stands in a chunk. */
export function listFinishReasons(raw: string): readonly string[] {
  return parseChunks(raw).flatMap((chunk) => asText(asObject(asList(chunk['choices'])[0])['finish_reason']) ?? [])
}
