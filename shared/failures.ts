// The closed list of everything that can go wrong, and the shape in which a failure reaches a person.
// The sentence and the button's words for each code live in the language files, never here.

export const failureCodes = [
  'key-missing',
  'key-rejected',
  'key-expired',
  'key-known',
  'key-not-revoked',
  'key-lacks-permission',
  'keychain-locked',
  'keychain-missing',
  'keychain-denied',
  'keychain-waiting',
  'credits-used-up',
  'too-many-requests',
  'model-not-found',
  'model-not-served',
  'model-gated',
  'model-cannot-do-this',
  'prompt-too-long',
  'request-refused',
  'secret-in-prompt',
  'provider-busy',
  'provider-failed',
  'answer-empty',
  'answer-too-large',
  'unexpected-reply',
  'address-refused',
  'offline',
  'tls',
  'proxy',
  'captive-portal',
  'timed-out',
  'stalled',
  'cut-off',
  'server-unreachable',
  'server-refused-key',
  'server-lacks-model',
  'server-removed',
  'history-full-disk',
  'history-cannot-write',
  'history-damaged',
  'history-newer',
  'backup-damaged',
  'file-not-saved',
  'file-too-large',
  'file-too-many-pages',
  'file-broken',
  'file-locked',
  'file-has-no-text',
  'file-old-text',
  'file-kind-unknown',
  'bad-input',
  'internal',
] as const

export type FailureCode = (typeof failureCodes)[number]

/** The one button a failure offers. Which one belongs to which code: `getDefaultAction`. */
export type FailureAction =
  | 'set-key'
  | 'open-key-page'
  | 'open-keys-page'
  | 'open-billing-page'
  | 'open-model-page'
  | 'choose-model'
  | 'open-servers'
  | 'open-history'
  | 'shorten'
  | 'retry'
  | 'none'

export interface Failure {
  readonly code: FailureCode
  /** The technical truth for the detail fold: status, request id, what the server wrote. Holds no key and no prompt. */
  readonly detail?: string
  /** Seconds the server asked us to wait, where it said so. */
  readonly retryAfterSeconds?: number
}

/** What every call answers with: failures are values, for Electron's IPC loses all of a thrown error but its message. */
export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure }

export function succeeded<Value>(value: Value): Reply<Value> {
  return { ok: true, value }
}

export function failed(code: FailureCode, detail?: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: detail === undefined ? { code } : { code, detail } }
}

const actionsByCode: Readonly<Record<FailureCode, FailureAction>> = {
  'key-missing': 'set-key',
  'key-rejected': 'set-key',
  'key-expired': 'open-key-page',
  'key-known': 'set-key',
  'key-not-revoked': 'open-keys-page',
  'key-lacks-permission': 'open-key-page',
  'keychain-locked': 'retry',
  'keychain-missing': 'set-key',
  'keychain-denied': 'retry',
  'keychain-waiting': 'retry',
  'credits-used-up': 'open-billing-page',
  'too-many-requests': 'retry',
  'model-not-found': 'choose-model',
  'model-not-served': 'choose-model',
  'model-gated': 'open-model-page',
  'model-cannot-do-this': 'choose-model',
  'prompt-too-long': 'shorten',
  'request-refused': 'choose-model',
  'secret-in-prompt': 'none',
  'provider-busy': 'retry',
  'provider-failed': 'retry',
  'answer-empty': 'retry',
  'answer-too-large': 'retry',
  'unexpected-reply': 'retry',
  'address-refused': 'none',
  offline: 'retry',
  tls: 'retry',
  proxy: 'retry',
  'captive-portal': 'retry',
  'timed-out': 'retry',
  stalled: 'retry',
  'cut-off': 'retry',
  'server-unreachable': 'open-servers',
  'server-refused-key': 'open-servers',
  'server-lacks-model': 'choose-model',
  'server-removed': 'choose-model',
  'history-full-disk': 'retry',
  'history-cannot-write': 'retry',
  'history-damaged': 'open-history',
  'history-newer': 'none',
  'backup-damaged': 'none',
  'file-not-saved': 'none',
  'file-too-large': 'none',
  'file-too-many-pages': 'none',
  'file-broken': 'none',
  'file-locked': 'none',
  'file-has-no-text': 'none',
  'file-old-text': 'none',
  'file-kind-unknown': 'none',
  'bad-input': 'none',
  internal: 'retry',
}

/** The one action offered for a failure. */
export function getDefaultAction(code: FailureCode): FailureAction {
  return actionsByCode[code]
}

/** What a moment's wait may mend: a run that fails so before it has said anything is sent again, politely and not often. */
const retryableCodes: ReadonlySet<FailureCode> = new Set<FailureCode>(['too-many-requests', 'provider-busy', 'provider-failed'])

/** Whether a run that failed so is sent again unasked. */
export function isRetryable(code: FailureCode): boolean {
  return retryableCodes.has(code)
}

/** Marks the branch that no value can reach, so that a new member of a union does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`)
}
