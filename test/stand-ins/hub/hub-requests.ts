// Sends requests to the hub with plain fetch and parses its streams, independently of the product's code.

import type { Hub } from './hub.ts'
import { asList, asObject, asText, parseJson, type JsonObject } from './json.ts'

export interface HubReply {
  readonly status: number
  readonly headers: Headers
  readonly raw: string
  readonly json: JsonObject
}

/** Sends a GET, or a POST when there is a body; a null `key` sends none. */
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

/** A chat request body with one user message. */
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

/** Joins one field of all deltas, `content` by default. */
export function joinDeltaText(raw: string, field = 'content'): string {
  return parseChunks(raw)
    .map((chunk) => asText(asObject(asObject(asList(chunk['choices'])[0])['delta'])[field]) ?? '')
    .join('')
}

/** All finish reasons in the stream. */
export function listFinishReasons(raw: string): readonly string[] {
  return parseChunks(raw).flatMap((chunk) => asText(asObject(asList(chunk['choices'])[0])['finish_reason']) ?? [])
}
