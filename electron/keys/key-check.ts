// Asks Hugging Face whose key this is and what it may do. Hides the shape of its reply, and that a refusal to answer is no verdict.

import * as z from 'zod/mini'
import { redact } from '../logging/redact.ts'
import { failureOfPublicReply, networkFailureOf } from '../network/failures.ts'
import type { Failure } from '../../shared/errors.ts'
import { keyRights, type KeyCheck, type KeyRight, type KeyVerdict } from '../../shared/types/keys.ts'
import type { Key } from './key.ts'

/** `failure` says why the verdict is `unknown`; null when there is a verdict. */
export interface KeyAnswer {
  readonly check: KeyCheck
  readonly failure: Failure | null
}

export type CheckKey = (key: Key) => Promise<KeyAnswer>

const address = 'https://huggingface.co/api/whoami-v2'
/** The right named "Make calls to Inference Providers" on the page where keys are made. */
const runRight = 'inference.serverless.write'
/** To use what its owner runs on machines of their own at Hugging Face. */
const ownModelsRight = 'inference.endpoints.infer.write'

const scopeShape = z.object({ entity: z.object({ type: z.string() }), permissions: z.array(z.string()) })
const day = z.optional(z.unknown())
const tokenShape = z.object({
  displayName: z.nullish(z.string()),
  role: z.string(),
  createdAt: day,
  expiresAt: day,
  fineGrained: z.nullish(z.object({ global: z.nullish(z.array(z.string())), scoped: z.nullish(z.array(scopeShape)) })),
})
const replyShape = z.object({
  name: z.string(),
  orgs: z.optional(z.unknown()),
  // The day on which a key ends stands beside it or in it; the documents say the one and replies were seen with the other.
  auth: z.nullish(z.object({ accessToken: z.optional(z.unknown()), expiresAt: day })),
})
const organisationsShape = z.array(z.object({ name: z.string() }))

/**
 * Makes the check. It is heavily rate-limited at Hugging Face: on saving and on the user's wish only.
 * @param fetchWithKey the door to the network, which puts the key on the request.
 */
export function createKeyCheck(fetchWithKey: (key: Key) => typeof fetch, now: () => number): CheckKey {
  return async (key) => {
    try {
      const reply = await fetchWithKey(key)(address, { headers: { accept: 'application/json' } })
      if (reply.ok) return verdictOf(reply, await reply.text(), now())
      if (reply.status === 401) return { check: { ...unknownAt(now()), verdict: refusalIn(await reply.text()) }, failure: null }
      await reply.body?.cancel()
      return notAnswered(failureOfPublicReply(reply), now())
    } catch (error) {
      return notAnswered(networkFailureOf(error), now())
    }
  }
}

function notAnswered(failure: Failure, checkedAt: number): KeyAnswer {
  return { check: { ...unknownAt(checkedAt), why: failure.code }, failure }
}

function unknownAt(checkedAt: number): KeyCheck {
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
function refusalIn(body: string): KeyVerdict {
  return /\bexpired\b/i.test(body) ? 'expired' : 'rejected'
}

function verdictOf(reply: Response, text: string, checkedAt: number): KeyAnswer {
  const whoami = z.safeParse(replyShape, parsed(text))
  if (!whoami.success) return notAnswered(failureOfPublicReply(reply), checkedAt)
  const { name, orgs, auth } = whoami.data
  const token = z.safeParse(tokenShape, auth?.accessToken)
  const organisations = z.safeParse(organisationsShape, orgs)
  const check = {
    ...unknownAt(checkedAt),
    // SECURITY: names are shown and written down, and a server might say the key instead of one.
    account: redact(name),
    organisations: organisations.success ? organisations.data.map((organisation) => redact(organisation.name)) : [],
    ...(token.success
      ? {
          verdict: verdictOfToken(token.data),
          keyName: token.data.displayName == null ? null : redact(token.data.displayName),
          rights: rightsOf(token.data),
          createdAt: timeOf(token.data.createdAt),
          expiresAt: timeOf(token.data.expiresAt) ?? timeOf(auth?.expiresAt),
        }
      : {}),
  } satisfies KeyCheck
  return { check, failure: null }
}

function timeOf(text: unknown): number | null {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? null : time
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Token = z.infer<typeof tokenShape>

function verdictOfToken({ role, fineGrained }: Token): KeyVerdict {
  // Keys of the older kinds may all run models, beside much else.
  if (role === 'write' || role === 'admin') return 'dangerous'
  if (role === 'read') return 'broader-than-needed'
  if (fineGrained == null) return 'unknown'
  const { global, scoped } = namesOf(fineGrained)
  const mayRun = global.includes(runRight) || scoped.some(({ type, names }) => type === 'user' && names.includes(runRight))
  if (!mayRun) return 'cannot-run-models'
  const others = [...global, ...scoped.flatMap(({ names }) => names)].filter((right) => right !== runRight)
  if (others.some(isDangerous)) return 'dangerous'
  return others.length > 0 ? 'broader-than-needed' : 'right'
}

function namesOf(rights: NonNullable<Token['fineGrained']>) {
  const scoped = (rights.scoped ?? []).map(({ entity, permissions }) => ({ type: entity.type, names: permissions }))
  return { global: rights.global ?? [], scoped }
}

/** Whoever holds such a right can change or delete what the account owns, or spend its money. */
function isDangerous(right: string): boolean {
  return right.endsWith('.write') && right !== ownModelsRight
}

/** The first row that fits a name decides of which kind it is. */
const kindsOfRights: readonly (readonly [RegExp, KeyRight])[] = [
  [/^inference\.serverless\.write$/, 'run-models'],
  [/^inference\.endpoints\.infer\.write$/, 'run-own-models'],
  [/^(inference\.endpoints|job|jobs)\.|billing.*\.write$/, 'spend-money'],
  [/^(repo|discussion|collection|post|papers?)\b.*\.read$|^repo\.access\.read$/, 'read-content'],
  [/^(repo|discussion|collection|post|papers?)\b.*\.write$/, 'change-content'],
  [/^(user|org|resourceGroup|webhooks?)\b/, 'manage-account'],
]

function rightsOf({ role, fineGrained }: Token): readonly KeyRight[] {
  if (role === 'read') return ['run-models', 'read-content']
  if (role === 'write' || role === 'admin')
    return ['run-models', 'run-own-models', 'read-content', 'change-content', 'spend-money', 'manage-account']
  if (fineGrained == null) return []
  const { global, scoped } = namesOf(fineGrained)
  const names = [...global, ...scoped.flatMap((scope) => scope.names)]
  const kinds = names.map((name) => kindsOfRights.find(([shape]) => shape.test(name))?.[1] ?? 'other')
  return keyRights.filter((kind) => kinds.includes(kind))
}
