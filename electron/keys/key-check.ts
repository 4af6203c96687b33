// Requests to Hugging Face about a key: whose it is and what it may do, and its revocation. Hides the shape of the reply, and that a request
// that fails is no verdict.

import * as z from 'zod/mini'
import { redact } from '../logging/redact.ts'
import { failureFromPublicResponse, failureFromNetworkError } from '../network/failures.ts'
import { succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { keyRights, type KeyCheck, type KeyRight, type KeyVerdict } from '../../shared/types/keys.ts'
import type { Key } from './key.ts'

/** `failure` says why the verdict is `unknown`; null when there is a verdict. */
export interface KeyCheckResult {
  readonly check: KeyCheck
  readonly failure: Failure | null
}

export type CheckKey = (key: Key) => Promise<KeyCheckResult>

const whoamiUrl = 'https://huggingface.co/api/whoami-v2'
/** "Make calls to Inference Providers" on the page where keys are created. */
const runRight = 'inference.serverless.write'
/** To call the account's own dedicated models at Hugging Face. */
const ownModelsRight = 'inference.endpoints.infer.write'

const scopeSchema = z.object({ entity: z.object({ type: z.string() }), permissions: z.array(z.string()) })
const dateSchema = z.optional(z.unknown())
const tokenSchema = z.object({
  displayName: z.nullish(z.string()),
  role: z.string(),
  createdAt: dateSchema,
  expiresAt: dateSchema,
  fineGrained: z.nullish(z.object({ global: z.nullish(z.array(z.string())), scoped: z.nullish(z.array(scopeSchema)) })),
})
const replySchema = z.object({
  name: z.string(),
  orgs: z.optional(z.unknown()),
  // The documentation has the expiry date next to the token; some replies have it inside.
  auth: z.nullish(z.object({ accessToken: z.optional(z.unknown()), expiresAt: dateSchema })),
})
const organisationsSchema = z.array(z.object({ name: z.string() }))

/**
 * Hugging Face limits the rate of this request heavily, so it is made only when a key is saved and when the user asks for it.
 * @param fetchWithKey the network gateway's, which adds the key to the request
 */
export function createKeyCheck(fetchWithKey: (key: Key) => typeof fetch, now: () => number): CheckKey {
  return async (key) => {
    try {
      const response = await fetchWithKey(key)(whoamiUrl, { headers: { accept: 'application/json' } })
      if (response.ok) return parseResponse(response, await response.text(), now())
      if (response.status === 401)
        return { check: { ...createUnknownCheck(now()), verdict: parseRefusal(await response.text()) }, failure: null }
      await response.body?.cancel()
      return createUnknownResult(failureFromPublicResponse(response), now())
    } catch (error) {
      return createUnknownResult(failureFromNetworkError(error), now())
    }
  }
}

function createUnknownResult(failure: Failure, checkedAt: number): KeyCheckResult {
  return { check: { ...createUnknownCheck(checkedAt), why: failure.code }, failure }
}

function createUnknownCheck(checkedAt: number): KeyCheck {
  return {
    verdict: 'unknown',
    why: null,
    account: null,
    keyName: null,
    rights: [],
    organisations: [],
    createdAt: null,
    expiresAt: null,
    checkedAt,
  }
}

/** An expired key is refused with the same status, but another message. */
function parseRefusal(body: string): KeyVerdict {
  return /\bexpired\b/i.test(body) ? 'expired' : 'rejected'
}

function parseResponse(response: Response, text: string, checkedAt: number): KeyCheckResult {
  const whoami = z.safeParse(replySchema, parseJson(text))
  if (!whoami.success) return createUnknownResult(failureFromPublicResponse(response), checkedAt)
  const { name, orgs, auth } = whoami.data
  const token = z.safeParse(tokenSchema, auth?.accessToken)
  const organisations = z.safeParse(organisationsSchema, orgs)
  const check = {
    ...createUnknownCheck(checkedAt),
    // SECURITY: names are shown and saved, and a server might put the key in their place.
    account: redact(name),
    organisations: organisations.success ? organisations.data.map((organisation) => redact(organisation.name)) : [],
    ...(token.success
      ? {
          verdict: getVerdict(token.data),
          keyName: token.data.displayName == null ? null : redact(token.data.displayName),
          rights: listRights(token.data),
          createdAt: parseTime(token.data.createdAt),
          expiresAt: parseTime(token.data.expiresAt) ?? parseTime(auth?.expiresAt),
        }
      : {}),
  } satisfies KeyCheck
  return { check, failure: null }
}

function parseTime(text: unknown): number | null {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? null : time
}

type Token = z.infer<typeof tokenSchema>

function getVerdict({ role, fineGrained }: Token): KeyVerdict {
  // Keys of the older kinds may all run models, among much else.
  if (role === 'write' || role === 'admin') return 'dangerous'
  if (role === 'read') return 'broader-than-needed'
  if (fineGrained == null) return 'unknown'
  const { global, scoped } = listPermissions(fineGrained)
  const mayRun = global.includes(runRight) || scoped.some(({ type, names }) => type === 'user' && names.includes(runRight))
  if (!mayRun) return 'cannot-run-models'
  const otherRights = [...global, ...scoped.flatMap(({ names }) => names)].filter((right) => right !== runRight)
  if (otherRights.some(isDangerous)) return 'dangerous'
  return otherRights.length > 0 ? 'broader-than-needed' : 'right'
}

function listPermissions(rights: NonNullable<Token['fineGrained']>) {
  const scoped = (rights.scoped ?? []).map(({ entity, permissions }) => ({ type: entity.type, names: permissions }))
  return { global: rights.global ?? [], scoped }
}

/** Whether the right allows changing or deleting what the account owns, or spending its money. */
function isDangerous(right: string): boolean {
  return right.endsWith('.write') && right !== ownModelsRight
}

/** The first match decides. */
const rightPatterns: readonly (readonly [RegExp, KeyRight])[] = [
  [/^inference\.serverless\.write$/, 'run-models'],
  [/^inference\.endpoints\.infer\.write$/, 'run-own-models'],
  [/^(inference\.endpoints|job|jobs)\.|billing.*\.write$/, 'spend-money'],
  [/^(repo|discussion|collection|post|papers?)\b.*\.read$|^repo\.access\.read$/, 'read-content'],
  [/^(repo|discussion|collection|post|papers?)\b.*\.write$/, 'change-content'],
  [/^(user|org|resourceGroup|webhooks?)\b/, 'manage-account'],
]

function listRights({ role, fineGrained }: Token): readonly KeyRight[] {
  if (role === 'read') return ['run-models', 'read-content']
  if (role === 'write' || role === 'admin')
    return ['run-models', 'run-own-models', 'read-content', 'change-content', 'spend-money', 'manage-account']
  if (fineGrained == null) return []
  const { global, scoped } = listPermissions(fineGrained)
  const names = [...global, ...scoped.flatMap((scope) => scope.names)]
  const kinds = names.map((name) => rightPatterns.find(([pattern]) => pattern.test(name))?.[1] ?? 'other')
  return keyRights.filter((kind) => kinds.includes(kind))
}

/**
 * Reports a key to Hugging Face as lost or stolen, which invalidates it there. The reply is the same for an unknown key, so check the key
 * afterwards.
 * @param sendRevocation the network gateway's, which writes the key into the body of this one request
 */
export function createKeyRevoke(sendRevocation: (key: Key) => Promise<Response>): (key: Key) => Promise<Reply<void>> {
  return async (key) => {
    try {
      const response = await sendRevocation(key)
      await response.body?.cancel()
      return response.ok ? succeeded(undefined) : { ok: false, failure: failureFromPublicResponse(response) }
    } catch (error) {
      return { ok: false, failure: failureFromNetworkError(error) }
    }
  }
}
