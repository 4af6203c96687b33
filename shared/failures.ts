// Everything that can go wrong: one row a failure code, from which every list of codes is derived, and the shape in which a failure
// reaches a person. The sentence for each code and the labels of the actions are in words/<language>/failures.ts.

/** The one button that a failure offers. */
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

interface FailureTraits<Code extends string> {
  readonly action: FailureAction
  /** Set for failures that pass by themselves: a run that fails so before its first text is sent again. It is the reason that is shown. */
  readonly retryReason?: 'slow-down' | 'busy' | 'problem'
  /** The wait that a server asks for is believed and shown. */
  readonly honorsRetryAfter?: true
  /**
   * What it shows about the connection. 'online': only a server that was reached reports it. A proxy may report that it is busy as well; it
   * is then taken for Hugging Face until the next prompt at the latest. 'offline': the prompt was sent to nobody, and is offered for sending
   * later.
   */
  readonly connection?: 'online' | 'offline'
  /** An answer that failed so cannot be continued: what is too long would only get longer. */
  readonly preventsContinuing?: true
  /** The code for the same failure at a server that was added by hand, where it is not about Hugging Face's key, credit or models. */
  readonly atServer?: Code
}

const failureTable = {
  'key-missing': { action: 'set-key' },
  'key-rejected': { action: 'set-key', connection: 'online', atServer: 'server-refused-key' },
  'key-expired': { action: 'open-key-page', connection: 'online', atServer: 'server-refused-key' },
  'key-known': { action: 'set-key' },
  'key-not-revoked': { action: 'open-keys-page' },
  'key-lacks-permission': { action: 'open-key-page', connection: 'online', atServer: 'server-refused-key' },
  'keychain-locked': { action: 'retry' },
  'keychain-missing': { action: 'set-key' },
  'keychain-denied': { action: 'retry' },
  'keychain-waiting': { action: 'retry' },
  'credits-used-up': { action: 'open-billing-page', connection: 'online', atServer: 'provider-failed' },
  'too-many-requests': {
    action: 'retry',
    retryReason: 'slow-down',
    honorsRetryAfter: true,
    connection: 'online',
    atServer: 'provider-busy',
  },
  'model-not-found': { action: 'choose-model', connection: 'online', atServer: 'server-lacks-model' },
  'model-not-served': { action: 'choose-model', connection: 'online', atServer: 'server-lacks-model' },
  'model-gated': { action: 'open-model-page', connection: 'online', atServer: 'server-refused-key' },
  'model-cannot-do-this': { action: 'choose-model', connection: 'online' },
  'prompt-too-long': { action: 'shorten', connection: 'online', preventsContinuing: true },
  'request-refused': { action: 'choose-model', connection: 'online' },
  'secret-in-prompt': { action: 'none' },
  'provider-busy': { action: 'retry', retryReason: 'busy', honorsRetryAfter: true, connection: 'online' },
  'provider-failed': { action: 'retry', retryReason: 'problem', connection: 'online' },
  'answer-empty': { action: 'retry', connection: 'online' },
  'answer-too-large': { action: 'retry', connection: 'online', preventsContinuing: true },
  'unexpected-reply': { action: 'retry' },
  'address-refused': { action: 'none' },
  offline: { action: 'retry', connection: 'offline' },
  tls: { action: 'retry' },
  proxy: { action: 'retry' },
  'captive-portal': { action: 'retry', atServer: 'unexpected-reply' },
  'timed-out': { action: 'retry' },
  stalled: { action: 'retry' },
  'cut-off': { action: 'retry' },
  'server-unreachable': { action: 'open-servers' },
  'server-refused-key': { action: 'open-servers' },
  'server-lacks-model': { action: 'choose-model' },
  'server-removed': { action: 'choose-model' },
  'history-full-disk': { action: 'retry' },
  'history-cannot-write': { action: 'retry' },
  'history-damaged': { action: 'open-history' },
  'history-newer': { action: 'none' },
  'backup-damaged': { action: 'none' },
  'file-not-saved': { action: 'none' },
  'file-too-large': { action: 'none' },
  'file-too-many-pages': { action: 'none' },
  'file-broken': { action: 'none' },
  'file-locked': { action: 'none' },
  'file-has-no-text': { action: 'none' },
  'file-old-text': { action: 'none' },
  'file-kind-unknown': { action: 'none' },
  'bad-input': { action: 'none' },
  internal: { action: 'retry' },
} as const satisfies Readonly<Record<string, FailureTraits<string>>>

export type FailureCode = keyof typeof failureTable

export const failureTraits: Readonly<Record<FailureCode, FailureTraits<FailureCode>>> = failureTable

export const failureCodes: readonly FailureCode[] = Object.keys(failureTable).filter((code): code is FailureCode => code in failureTable)

/** Whether a run that failed so before its first text is sent again without asking. */
export function isRetryable(code: FailureCode): boolean {
  return failureTraits[code].retryReason !== undefined
}

export interface Failure {
  readonly code: FailureCode
  /** The technical details: status, request id, what the server wrote. Contains no key and no prompt. */
  readonly detail?: string
  /** Seconds that the server asked us to wait; absent where it did not. */
  readonly retryAfterSeconds?: number
}

/** The result of every call. Failures are values because Electron's IPC keeps only the message of a thrown error. */
export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure }

export function succeeded<Value>(value: Value): Reply<Value> {
  return { ok: true, value }
}

export function failed(code: FailureCode, detail?: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: detail === undefined ? { code } : { code, detail } }
}

/** For the branch that no value can reach, so that a new member of a union does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`)
}
