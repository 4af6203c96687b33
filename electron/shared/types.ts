// The plain, readonly data that crosses between the window and the main process. No behaviour, nothing secret.
// Times are milliseconds since 1970 (UTC) unless a name says otherwise; ids are UUIDs made with crypto.randomUUID().

import type { Failure, FailureCode } from './errors.ts'

// --- key ---

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
  readonly keptIn: 'keychain' | 'session'
  readonly savedAt: number
  readonly check: KeyCheck | null
  /** The organisation that pays for its runs; null: the account itself. */
  readonly billTo: string | null
  /** The reminder to replace it keeps quiet until then; null: it has not been told to. */
  readonly remindAfter: number | null
}

/** So many keys can be kept beside each other. */
export const mostKeys = 8

/** A place outside the keychain in which keys are found: a variable of the environment, or a file. */
export interface KeyPlace {
  readonly kind: 'variable' | 'file'
  /** The variable's name or the file's path. */
  readonly name: string
}

/** A key that Parley was not told to use, and where it lies. Only its last four characters are shown. */
export interface FoundKey {
  readonly place: KeyPlace
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
  readonly leftIn: readonly KeyPlace[]
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
export interface KeyWanted {
  readonly replaces: string | null
  readonly server: { readonly name: string; readonly isOnHuggingFace: boolean } | null
}

/** What the key window hands over: once, inwards. */
export interface KeySaveRequest {
  readonly key: string
  readonly keep: 'keychain' | 'session'
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
export interface KeyUse {
  readonly keyId: string
  /** Such as "2026-11", in the time of this computer. */
  readonly month: string
  readonly runs: number
  readonly inputTokens: number
  readonly outputTokens: number
}

// --- models ---

export interface Price {
  /** US dollars per million tokens. */
  readonly input: number
  readonly output: number
}

/** One provider's offer of one model. Null: Hugging Face does not say. */
export interface Route {
  readonly provider: string
  readonly isLive: boolean
  readonly contextLength: number | null
  readonly price: Price | null
  readonly isFree: boolean
  readonly firstTextMs: number | null
  readonly tokensPerSecond: number | null
}

export interface Model {
  /** Hugging Face id, such as "org/name" or an old bare name such as "distilgpt2"; of a server's model "name@server". */
  readonly id: string
  /** 'chat' holds a conversation; 'continue' only continues the text it is given. */
  readonly task: 'chat' | 'continue'
  readonly canSee: boolean
  readonly routes: readonly Route[]
  /** The id of the server that has it; null for a model of Hugging Face. */
  readonly server: string | null
}

export interface ModelList {
  /** Those of Hugging Face first, then those of each server. */
  readonly models: readonly Model[]
  readonly servers: readonly ServerView[]
  /** When the list was fetched; null when there is none yet. */
  readonly fetchedAt: number | null
  /** Why the newest attempt to fetch failed; null when it worked. */
  readonly failure: Failure | null
  readonly favourites: readonly string[]
  /** Newest first. */
  readonly recent: readonly string[]
  /** The model a new conversation starts with; null until a list has been read. */
  readonly chosen: string | null
}

/** What Hugging Face says about a model that was typed by name. */
export type ModelLookup =
  | { readonly kind: 'served'; readonly model: Model }
  | { readonly kind: 'not-served' | 'not-found'; readonly id: string; readonly alternatives: readonly Model[] }

// --- servers ---

/** A server that was added by hand: one that speaks as Hugging Face's does, on this computer or elsewhere. */
export interface Server {
  /** Made from its first name: part of its models' ids, so it stays when the server is renamed. */
  readonly id: string
  readonly name: string
  /** The part that all its addresses begin with, such as "http://127.0.0.1:11434/v1". */
  readonly address: string
  /** Which key goes along. That of Hugging Face goes to Hugging Face's own hosts only. */
  readonly keyKind: 'none' | 'own' | 'hugging-face'
}

export interface ServerView extends Server {
  /** Its own key is used until the program ends, and not kept. */
  readonly isKeyHeld: boolean
  /** When it last told its models; null when it never did. */
  readonly fetchedAt: number | null
  /** Why it could not be asked the last time; null when it answered. */
  readonly failure: Failure | null
}

/** What a person fills in of a server. */
export interface ServerDraft {
  readonly name: string
  readonly address: string
  readonly usesHuggingFaceKey: boolean
}

// --- conversations ---

/** A text that goes along with a prompt, such as what was pasted for "summarize this text". */
export interface Attachment {
  readonly kind: 'text'
  readonly name: string
  readonly text: string
}

export interface Prompt {
  readonly kind: 'prompt'
  readonly id: string
  /** The message before it in the conversation's tree; null for the first. */
  readonly parentId: string | null
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly createdAt: number
}

/** How a run ended. `running` is the only one that is not an end. */
export type Outcome =
  | { readonly kind: 'running' | 'finished' | 'length' | 'filtered' | 'stopped' | 'interrupted' }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What one run gave: its text and how it went. Its id is the run's id. */
export interface Answer {
  readonly kind: 'answer'
  readonly id: string
  /** The prompt it answers. */
  readonly parentId: string
  readonly text: string
  readonly reasoning: string
  readonly model: string
  readonly task: Model['task']
  readonly provider: string | null
  readonly outcome: Outcome
  readonly usage: Usage | null
  /** What the key was called with which it was made; null when that is not known, or none was needed. */
  readonly keyName: string | null
  readonly startedAt: number
  /** Milliseconds from start to the first text or reasoning; null before it came. */
  readonly firstTextMs: number | null
  readonly totalMs: number | null
}

export type Message = Prompt | Answer

export interface ConversationSummary {
  readonly id: string
  readonly title: string
  readonly isPinned: boolean
  /** The model of its newest run. */
  readonly model: string | null
  readonly updatedAt: number
  readonly excerpt: string
}

export interface Conversation extends ConversationSummary {
  /** From the first prompt to the newest message of the branch that was last looked at. */
  readonly messages: readonly Message[]
  readonly draft: Draft
}

/** A conversation as the window opens it: with what its runs have said up to now, and how far they are. */
export interface OpenedConversation extends Conversation {
  readonly progress: readonly RunProgress[]
}

/** What stands unsent in the prompt box. */
export interface Draft {
  readonly text: string
  readonly attachments: readonly Attachment[]
}

/** Newest first; `next` continues after the last one, null at the end. */
export interface ConversationPage {
  readonly conversations: readonly ConversationSummary[]
  readonly next: string | null
}

export interface SearchHit {
  readonly conversationId: string
  readonly title: string
  readonly messageId: string
  /** Text around the hit, split so that the window marks what matched without reading markup. */
  readonly excerpt: readonly { readonly text: string; readonly isMatch: boolean }[]
}

// --- runs ---

export interface RunRequest {
  /** Made by the window, so that a run can be stopped before it is accepted. */
  readonly runId: string
  readonly conversationId: string
  readonly model: string
  readonly prompt:
    | {
        readonly kind: 'new'
        readonly id: string
        readonly parentId: string | null
        readonly text: string
        readonly attachments: readonly Attachment[]
        /** The person was told that it holds what looks like a secret, and sends it all the same. */
        readonly sendsSecrets: boolean
      }
    /** Answer a prompt that is already saved once more. */
    | { readonly kind: 'again'; readonly id: string }
    /** Go on with an answer that stopped too early: a new one that begins with all that this one says. */
    | { readonly kind: 'continue'; readonly id: string }
}

/** What a run is doing. Times are milliseconds since 1970, so that a window that is opened meanwhile counts on. */
export type RunPhase =
  /** Others are being answered at the same place. 1: the next one. */
  | { readonly kind: 'queued'; readonly place: number }
  /** The keychain is asked. */
  | { readonly kind: 'key'; readonly since: number }
  /** Sent, and nothing has come. Attempts are counted from 1. */
  | { readonly kind: 'asking'; readonly since: number; readonly attempt: number }
  /** Sent and refused for the moment: it waits to be sent again, as this attempt. */
  | { readonly kind: 'retrying'; readonly until: number; readonly attempt: number; readonly failure: Failure }
  | { readonly kind: 'answering' }
  /** Nothing has come for so long that it is worth saying, before the first words or between them. */
  | { readonly kind: 'silent'; readonly since: number }

/** So often is a run sent at most. */
export const mostAttempts = 3

/** How far a run is. */
export interface RunProgress {
  readonly runId: string
  readonly conversationId: string
  readonly phase: RunPhase
  /** Who serves it, or was chosen to; null while nobody has said. */
  readonly provider: string | null
}

/** New text of a run. Offsets are UTF-16 lengths before it, so that the window can tell what it already has. */
export interface RunText {
  readonly runId: string
  readonly conversationId: string
  readonly textOffset: number
  readonly text: string
  readonly reasoningOffset: number
  readonly reasoning: string
}

export interface RunEnded {
  /** Null when it was deleted meanwhile. */
  readonly conversation: ConversationSummary | null
  readonly answer: Answer
}

// --- what becomes of the history when something is wrong with it ---

export interface HistoryTrouble {
  readonly failure: Failure
  /** False: nothing can be asked, as a prompt is saved before it is sent. True: what can be read of it is shown. */
  readonly isOpen: boolean
}

/** How much is in a backup. */
export interface BackupContent {
  readonly conversations: number
  readonly messages: number
}

/** A copy of the history as it was at a time. */
export interface Backup {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
  /** `replaced`: it was the history until another one was put in its place. */
  readonly kind: 'kept' | 'replaced'
  readonly bytes: number
  /** Null for one that this version of Parley cannot read. */
  readonly content: BackupContent | null
}

export interface BackupList {
  /** Newest first. */
  readonly backups: readonly Backup[]
  /** Why none could be made for days; null when all is well. */
  readonly failure: Failure | null
  /** The names of damaged files that were moved aside. */
  readonly damaged: readonly string[]
}

// --- settings and start ---

export interface Settings {
  readonly appearance: 'system' | 'light' | 'dark'
  readonly language: 'en'
  /** After so many days the window reminds of replacing a key; null: never. */
  readonly keyReminderDays: KeyReminderDays | null
}

/** What a person may give to those who mend Parley. Holds no prompt, no answer and no key. */
export interface Report {
  readonly text: string
}

/** Where the chat window stood, in screen pixels. */
export interface WindowBounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly isMaximized: boolean
}

/** What the first screen needs, in one call. */
export interface StartView {
  readonly settings: Settings
  readonly history: ConversationPage
  /** The conversation that was open last; null: start with an empty one. */
  readonly open: OpenedConversation | null
  /** The draft of the conversation that does not exist yet. */
  readonly newDraft: Draft
  /** Set when a stand-in server replaces Hugging Face: its host, to be named on screen. */
  readonly connectedTo: string | null
  readonly version: string
  /** Null when all is well. */
  readonly historyTrouble: HistoryTrouble | null
}
