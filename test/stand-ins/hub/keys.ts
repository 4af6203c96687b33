// The access tokens of the stand-in. They are random at each start, so that a search for one finds only leaks of this run.
// Hides the permissions of each and its reply from whoami-v2.

import { randomInt } from 'node:crypto'
import { sendError, sendJson, type Exchange } from './exchange.ts'
import { asList, asObject, asText } from './json.ts'

export interface HubKeys {
  /** Fine-grained, with permission to run models on the whole account: what Parley asks for. */
  readonly fineGrained: string
  /** Fine-grained, with that permission in the scope of the user. */
  readonly fineGrainedScoped: string
  /** Fine-grained, with the permission only in the scope of an organisation: runs nothing for the user. */
  readonly fineGrainedOrganisation: string
  readonly fineGrainedWithoutRight: string
  /** Like `fineGrained`, created long ago. */
  readonly old: string
  /** Like `fineGrained`, with an expiry date. */
  readonly expiring: string
  /** Expired: 401 everywhere, with its own message. */
  readonly expired: string
  readonly read: string
  readonly write: string
  /** Valid, but the month's credits are used up: 402 on every run. */
  readonly withoutCredits: string
  /** Has the format of a key but is unknown: 401 everywhere. */
  readonly rejected: string
  /** Runs models, but whoami-v2 answers 429 with Retry-After. */
  readonly rateLimited: string
  /** Runs models, but whoami-v2 answers 500. */
  readonly whoamiFailing: string
}

/** All keys except the rejected and the expired one. */
const knownKeyNames = [
  'fineGrained',
  'fineGrainedScoped',
  'fineGrainedOrganisation',
  'fineGrainedWithoutRight',
  'old',
  'expiring',
  'read',
  'write',
  'withoutCredits',
  'rateLimited',
  'whoamiFailing',
] as const satisfies readonly (keyof HubKeys)[]

type KnownKeyName = (typeof knownKeyNames)[number]
const runPermission = 'inference.serverless.write'
const account = { id: '64f0c0de0000000000000001', name: 'stand-in-account' }
const organisation = { id: '64f0c0de0000000000000002', name: 'stand-in-organisation' }

const dayMs = 24 * 60 * 60 * 1000

/** The Retry-After, in seconds, for the rate-limited key. */
export const whoamiRetryAfterSeconds = 55

export interface KeyRing {
  readonly keys: HubKeys
  /** Answers 401 and returns false when the request has an invalid key; public pages do that too. */
  readonly acceptsKey: (exchange: Exchange) => boolean
  /** Answers 401, 402 or 403 and returns false unless the request's key may run models. */
  readonly canRunModels: (exchange: Exchange) => boolean
  readonly whoami: (exchange: Exchange) => void
  readonly revoke: (exchange: Exchange) => void
}

export function createKeyRing(): KeyRing {
  const keys: HubKeys = {
    fineGrained: createKey(),
    fineGrainedScoped: createKey(),
    fineGrainedOrganisation: createKey(),
    fineGrainedWithoutRight: createKey(),
    old: createKey(),
    expiring: createKey(),
    expired: createKey(),
    read: createKey(),
    write: createKey(),
    withoutCredits: createKey(),
    rejected: createKey(),
    rateLimited: createKey(),
    whoamiFailing: createKey(),
  }
  const keyNames = new Map<string, KnownKeyName>()
  for (const name of knownKeyNames) keyNames.set(keys[name], name)
  const getKeyName = (exchange: Exchange): KnownKeyName | null => (exchange.key === null ? null : (keyNames.get(exchange.key) ?? null))

  const acceptsKey = (exchange: Exchange): boolean => {
    if (exchange.key === null || getKeyName(exchange) !== null) return true
    if (exchange.key === keys.expired) {
      sendError(exchange, 401, 'User Access Token "expired key" is expired')
      return false
    }
    const challenge = { 'www-authenticate': 'Bearer realm="Authentication required", charset="UTF-8"' }
    sendError(exchange, 401, 'Invalid credentials in Authorization header', challenge)
    return false
  }

  return {
    keys,
    acceptsKey,

    canRunModels(exchange) {
      if (!acceptsKey(exchange)) return false
      const name = getKeyName(exchange)
      if (name === null) sendError(exchange, 401, 'Invalid username or password.')
      else if (name === 'fineGrainedWithoutRight' || name === 'fineGrainedOrganisation')
        sendError(
          exchange,
          403,
          `This authentication method does not have sufficient permissions to call Inference Providers on behalf of user ${account.name}`,
        )
      else if (name === 'withoutCredits')
        sendError(
          exchange,
          402,
          'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.',
        )
      else return true
      return false
    },

    whoami(exchange) {
      if (!acceptsKey(exchange)) return
      const name = getKeyName(exchange)
      if (name === null) sendError(exchange, 401, 'Invalid username or password.')
      else if (name === 'rateLimited')
        sendError(exchange, 429, 'We had to rate limit you. To continue using our service, please retry later.', {
          'retry-after': String(whoamiRetryAfterSeconds),
          ratelimit: `"api";r=0;t=${whoamiRetryAfterSeconds}`,
          'ratelimit-policy': '"fixed window";"api";q=1000;w=300',
        })
      else if (name === 'whoamiFailing') sendError(exchange, 500, 'Internal Error - We are working hard to fix this as soon as possible!')
      else sendJson(exchange, 200, createWhoamiBody(name))
    },

    // Needs no authorization header and always answers 202, also for an unknown key.
    revoke(exchange) {
      for (const credential of asList(asObject(exchange.json)['credentials'])) keyNames.delete(asText(credential) ?? '')
      exchange.response.writeHead(202).end()
    },
  }
}

/** 37 characters like real tokens: `hf_` and 34 letters. */
function createKey(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  return `hf_${Array.from({ length: 34 }, () => letters[randomInt(letters.length)]).join('')}`
}

function createWhoamiBody(name: KnownKeyName): unknown {
  const role = name === 'read' || name === 'write' ? name : 'fineGrained'
  return {
    type: 'user',
    id: account.id,
    name: account.name,
    fullname: account.name,
    email: `${account.name}@example.invalid`,
    emailVerified: true,
    canPay: false,
    periodEnd: null,
    isPro: false,
    avatarUrl: '/avatars/stand-in.svg',
    orgs: [
      {
        type: 'org',
        ...organisation,
        fullname: organisation.name,
        email: null,
        canPay: true,
        periodEnd: null,
        avatarUrl: '/avatars/stand-in.svg',
        roleInOrg: 'write',
        isEnterprise: false,
      },
    ],
    auth: {
      type: 'access_token',
      accessToken: {
        displayName: `${name} key`,
        role,
        createdAt: name === 'old' ? '2025-06-02T08:30:00.000Z' : new Date(Date.now() - 3 * dayMs).toISOString(),
        ...(role === 'fineGrained' ? { fineGrained: createPermissions(name) } : {}),
      },
      ...(name === 'expiring' ? { expiresAt: '2032-01-01T00:00:00.000Z' } : {}),
    },
  }
}

function createPermissions(name: KnownKeyName): unknown {
  const user = { _id: account.id, type: 'user', name: account.name }
  const org = { _id: organisation.id, type: 'org', name: organisation.name }
  const scopes: Partial<Record<KnownKeyName, readonly unknown[]>> = {
    fineGrainedScoped: [{ entity: user, permissions: ['repo.content.read', runPermission] }],
    fineGrainedOrganisation: [{ entity: org, permissions: [runPermission] }],
    fineGrainedWithoutRight: [{ entity: user, permissions: ['repo.content.read'] }],
  }
  const scoped = scopes[name]
  return { canReadGatedRepos: false, global: scoped === undefined ? [runPermission] : [], scoped: scoped ?? [] }
}
