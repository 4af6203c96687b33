// Information about keys that crosses between a window and the main process. Only KeySaveRequest contains a key, and it goes to main only.
// Times are milliseconds since 1970 (UTC); ids are UUIDs made with crypto.randomUUID().

import type { FailureCode } from '../failures.ts'

export const keyVerdicts = ['right', 'broader-than-needed', 'dangerous', 'cannot-run-models', 'expired', 'rejected', 'unknown'] as const
export type KeyVerdict = (typeof keyVerdicts)[number]

/** What a key may do, in categories that people can judge. */
export const keyRights = [
  'run-models',
  'run-own-models',
  'read-content',
  'change-content',
  'spend-money',
  'manage-account',
  'other',
] as const
export type KeyRight = (typeof keyRights)[number]

/** The result of the last check of a key at Hugging Face. Never contains the key. */
export interface KeyCheck {
  readonly verdict: KeyVerdict
  /** Why the verdict is `unknown`, if the request failed. */
  readonly why: FailureCode | null
  /** The account's name at Hugging Face; null if the check failed. */
  readonly account: string | null
  /** The key's name at Hugging Face; null if it has none. */
  readonly keyName: string | null
  /** Empty if Hugging Face does not list them. */
  readonly rights: readonly KeyRight[]
  /** The names of the account's organisations, which a run may be billed to. */
  readonly organisations: readonly string[]
  readonly createdAt: number | null
  /** Null: it does not expire, as far as Parley knows. */
  readonly expiresAt: number | null
  readonly checkedAt: number
}

/** One saved key, without the key itself. */
export interface KeyView {
  readonly id: string
  /** The user's name for it. */
  readonly name: string
  readonly storage: 'keychain' | 'session'
  readonly savedAt: number
  readonly check: KeyCheck | null
  /** The organisation that pays for its runs; null: the account itself. */
  readonly billTo: string | null
  /** The reminder to replace it is snoozed until then; null: it is not. */
  readonly remindAfter: number | null
}

export const maxKeys = 8

/** A location outside the keychain where a key was found: an environment variable or a file. */
export interface KeyLocation {
  readonly kind: 'variable' | 'file'
  /** The variable's name or the file's path. */
  readonly name: string
}

/** A key that Parley found but does not use. Only its last four characters are shown. */
export interface FoundKey {
  readonly keyLocation: KeyLocation
  readonly lastFour: string
}

export type KeyState =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'ready' } & KeyView)
  | { readonly kind: 'locked' | 'missing' | 'denied' | 'waiting' }

export interface KeyStatus {
  /** The state of the active key. */
  readonly state: KeyState
  /** All keys, oldest first, including the active one. */
  readonly keys: readonly KeyView[]
  /** The id of the active key; null while there is none. */
  readonly active: string | null
  /** A key that could be moved to the keychain; null if there is none or a key is active. */
  readonly found: FoundKey | null
  /** Where else the active key is stored, readable for every program: to be removed there. */
  readonly exposedLocations: readonly KeyLocation[]
  /** The keychain's product name, such as "GNOME Keyring"; null if unknown. */
  readonly keychainName: string | null
}

/** What the key window was opened for. */
export type KeyPurpose =
  | { readonly kind: 'new' }
  /** The key with this id is used until the new one has been verified. */
  | { readonly kind: 'replacement'; readonly keyId: string }
  /** A server's own key. */
  | { readonly kind: 'server'; readonly serverId: string }

/** What the key window shows: the name of the key to be replaced, and the server that the key is for, if any. */
export interface KeyWindowInfo {
  readonly replacedKeyName: string | null
  readonly server: { readonly name: string; readonly isOnHuggingFace: boolean } | null
}

/** Sent once by the key window, to main. */
export interface KeySaveRequest {
  readonly key: string
  readonly storage: 'keychain' | 'session'
}

export const keyReminderDays = [30, 90, 180, 365] as const
export type KeyReminderDays = (typeof keyReminderDays)[number]

/** The result of a tiny real run with a key. */
export interface KeyTrial {
  readonly model: string
  readonly provider: string | null
  readonly totalMs: number
}

export interface MonthlyKeyUsage {
  readonly keyId: string
  /** Such as "2026-11", in local time. */
  readonly month: string
  readonly runs: number
  readonly inputTokens: number
  readonly outputTokens: number
}
