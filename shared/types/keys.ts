// Keys by everything but the key itself: what crosses between a window and the main process about them. Nothing secret but in KeySaveRequest, which goes one way.
// Plain and readonly. Times are milliseconds since 1970 (UTC) unless a name says otherwise; ids are UUIDs made with crypto.randomUUID().

import type { FailureCode } from '../failures.ts'

export const keyVerdicts = ['right', 'broader-than-needed', 'dangerous', 'cannot-run-models', 'expired', 'rejected', 'unknown'] as const
export type KeyVerdict = (typeof keyVerdicts)[number]

/** What a key may do, in the kinds that a person can weigh. */
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

/** What Hugging Face said about the key, when it was last asked. Never the key itself. */
export interface KeyCheck {
  readonly verdict: KeyVerdict
  /** Why the verdict is `unknown`, where Hugging Face could not be asked. */
  readonly why: FailureCode | null
  /** The account's name at Hugging Face; null when the check could not be made. */
  readonly account: string | null
  /** The name the user gave the key at Hugging Face, where it has one. */
  readonly keyName: string | null
  /** Empty where Hugging Face does not say. */
  readonly rights: readonly KeyRight[]
  /** Names of the organisations that the account belongs to: what a run may be billed to. */
  readonly organisations: readonly string[]
  readonly createdAt: number | null
  /** Null: it does not expire, as far as is known. */
  readonly expiresAt: number | null
  readonly checkedAt: number
}

/** One key that Parley keeps, by everything but the key itself. */
export interface KeyView {
  readonly id: string
  /** What its owner calls it. */
  readonly name: string
  readonly storage: 'keychain' | 'session'
  readonly savedAt: number
  readonly check: KeyCheck | null
  /** The organisation that pays for its runs; null: the account itself. */
  readonly billTo: string | null
  /** The reminder to replace it keeps quiet until then; null: it has not been told to. */
  readonly remindAfter: number | null
}

/** So many keys can be kept beside each other. */
export const maxKeys = 8

/** A place outside the keychain in which keys are found: a variable of the environment, or a file. */
export interface KeyLocation {
  readonly kind: 'variable' | 'file'
  /** The variable's name or the file's path. */
  readonly name: string
}

/** A key that Parley was not told to use, and where it lies. Only its last four characters are shown. */
export interface FoundKey {
  readonly keyLocation: KeyLocation
  readonly lastFour: string
}

export type KeyState =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'ready' } & KeyView)
  | { readonly kind: 'locked' | 'missing' | 'denied' | 'waiting' }

export interface KeyStatus {
  /** How the key in use is. */
  readonly state: KeyState
  /** All keys there are, in the order in which they came; the one in use among them. */
  readonly keys: readonly KeyView[]
  /** The one in use; null while there is none. */
  readonly active: string | null
  /** A key that could be moved to the keychain; null when there is none or one is in use. */
  readonly found: FoundKey | null
  /** Where a key that Parley keeps lies for every program to read as well: to be removed there. */
  readonly exposedLocations: readonly KeyLocation[]
  /** The keychain's name on this system, such as "GNOME Keyring"; null where it is not known. */
  readonly keychainName: string | null
}

/** What the key window was opened for. */
export type KeyPurpose =
  | { readonly kind: 'new' }
  /** A swap: the key of this id is used until the new one has shown that it works. */
  | { readonly kind: 'replacement'; readonly keyId: string }
  /** The own key of a server that was added by hand. */
  | { readonly kind: 'server'; readonly serverId: string }

/** What the key window says: the name of the key that is to be replaced, and the server whose key it is, where there is one. */
export interface KeyWindowInfo {
  readonly replacedKeyName: string | null
  readonly server: { readonly name: string; readonly isOnHuggingFace: boolean } | null
}

/** What the key window hands over: once, inwards. */
export interface KeySaveRequest {
  readonly key: string
  readonly storage: 'keychain' | 'session'
}

export const keyReminderDays = [30, 90, 180, 365] as const
export type KeyReminderDays = (typeof keyReminderDays)[number]

/** A tiny real run that a key made. */
export interface KeyTrial {
  readonly model: string
  readonly provider: string | null
  readonly totalMs: number
}

/** What one key did in one month. */
export interface MonthlyKeyUsage {
  readonly keyId: string
  /** Such as "2026-11", in the time of this computer. */
  readonly month: string
  readonly runs: number
  readonly inputTokens: number
  readonly outputTokens: number
}
