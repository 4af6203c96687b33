// Models, who serves them, and the servers that were added by hand, as they cross between the window and the main process.
// Plain and readonly. Times are milliseconds since 1970 (UTC) unless a name says otherwise; ids are UUIDs made with crypto.randomUUID().

import type { Failure } from '../errors.ts'

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
  readonly hasSessionKey: boolean
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
