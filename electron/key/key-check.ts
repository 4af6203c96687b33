// Asks Hugging Face whose key this is and what it may do. Hides the shape of its reply, and that a refusal to answer is no verdict.

import * as z from 'zod/mini'
import { failureOfPublicReply, networkFailureOf } from '../network-failure.ts'
import type { Failure } from '../shared/errors.ts'
import type { KeyCheck, KeyVerdict } from '../shared/types.ts'
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

const scopeShape = z.object({ entity: z.object({ type: z.string() }), permissions: z.array(z.string()) })
const tokenShape = z.object({
  displayName: z.nullish(z.string()),
  role: z.string(),
  fineGrained: z.nullish(z.object({ global: z.nullish(z.array(z.string())), scoped: z.nullish(z.array(scopeShape)) })),
})
const replyShape = z.object({
  name: z.string(),
  auth: z.nullish(z.object({ accessToken: z.optional(z.unknown()) })),
})

/**
 * Makes the check. It is heavily rate-limited at Hugging Face: on saving and on the user's wish only.
 * @param fetchWithKey the door to the network, which puts the key on the request.
 */
export function createKeyCheck(fetchWithKey: (key: Key) => typeof fetch, now: () => number): CheckKey {
  return async (key) => {
    try {
      const reply = await fetchWithKey(key)(address, { headers: { accept: 'application/json' } })
      if (reply.ok) return verdictOf(reply, await reply.text(), now())
      await reply.body?.cancel()
      return reply.status === 401
        ? { check: { ...unknownAt(now()), verdict: 'rejected' }, failure: null }
        : { check: unknownAt(now()), failure: failureOfPublicReply(reply) }
    } catch (error) {
      return { check: unknownAt(now()), failure: networkFailureOf(error) }
    }
  }
}

function unknownAt(checkedAt: number): KeyCheck {
  return { verdict: 'unknown', account: null, keyName: null, checkedAt }
}

function verdictOf(reply: Response, text: string, checkedAt: number): KeyAnswer {
  const whoami = z.safeParse(replyShape, parsed(text))
  if (!whoami.success) return { check: unknownAt(checkedAt), failure: failureOfPublicReply(reply) }
  const token = z.safeParse(tokenShape, whoami.data.auth?.accessToken)
  const check = {
    verdict: token.success ? verdictOfToken(token.data) : 'unknown',
    account: whoami.data.name,
    keyName: (token.success ? token.data.displayName : null) ?? null,
    checkedAt,
  } satisfies KeyCheck
  return { check, failure: null }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function verdictOfToken({ role, fineGrained }: z.infer<typeof tokenShape>): KeyVerdict {
  // Keys of the older kinds may all run models, beside much else.
  if (role === 'write' || role === 'admin') return 'dangerous'
  if (role === 'read') return 'broader-than-needed'
  if (fineGrained == null) return 'unknown'
  const global = fineGrained.global ?? []
  const scoped = fineGrained.scoped ?? []
  const mayRun =
    global.includes(runRight) || scoped.some(({ entity, permissions }) => entity.type === 'user' && permissions.includes(runRight))
  if (!mayRun) return 'cannot-run-models'
  const others = [...global, ...scoped.flatMap(({ permissions }) => permissions)].filter((right) => right !== runRight)
  if (others.some(isDangerous)) return 'dangerous'
  return others.length > 0 ? 'broader-than-needed' : 'right'
}

/** Whoever holds such a right can change or delete what the account owns, or spend its money. */
function isDangerous(right: string): boolean {
  return right.endsWith('.write') && right !== 'inference.endpoints.infer.write'
}
