// Asks Hugging Face whose key this is and what it may do. Hides the shape of its reply, and that a refusal to answer is no verdict.

import * as z from 'zod/mini'
import { redact } from '../logging/redact.ts'
import { failureFromPublicResponse, failureFromNetworkError } from '../network/failures.ts'
import type { Failure } from '../../shared/failures.ts'
import { keyRights, type KeyCheck, type KeyRight, type KeyVerdict } from '../../shared/types/keys.ts'
import type { Key } from './key.ts'

/** `failure` says why the verdict is `unknown`; null when there is a verdict. */
export interface KeyCheckResult {
  readonly check: KeyCheck
  readonly failure: Failure | null
}

export type CheckKey = (key: Key) => Promise<KeyCheckResult>

const whoamiUrl = 'https://huggingface.co/api/whoami-v2'
/** The right named "Make calls to Inference Providers" on the page where keys are made. */
const runRight = 'inference.serverless.write'
/** To use what its owner runs on machines of their own at Hugging Face. */
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
  // The day on which a key ends stands beside it or in it; the documents say the one and replies were seen with the other.
  auth: z.nullish(z.object({ accessToken: z.optional(z.unknown()), expiresAt: dateSchema })),
})
const organisationsSchema = z.array(z.object({ name: z.string() }))

/**
 * Makes the check. It is heavily rate-limited at Hugging Face: on saving and on the user's wish only.
 * @param fetchWithKey the door to the network, which puts the key on the request.
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

/** A key whose day has come is refused by the same status, in other words. */
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
    // SECURITY: names are shown and written down, and a server might say the key instead of one.
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Token = z.infer<typeof tokenSchema>

function getVerdict({ role, fineGrained }: Token): KeyVerdict {
  // Keys of the older kinds may all run models, beside much else.
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

/** Whoever holds such a right can change or delete what the account owns, or spend its money. */
function isDangerous(right: string): boolean {
  return right.endsWith('.write') && right !== ownModelsRight
}

/** The first row that fits a name decides of which kind it is. */
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
