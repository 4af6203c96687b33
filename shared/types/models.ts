// Models and who serves them, as they cross between the window and the main process.

import type { Failure } from '../failures.ts'
import type { Task } from '../tasks.ts'
import type { ServerView } from './servers.ts'

export interface Price {
  /** US dollars per million tokens. */
  readonly input: number
  readonly output: number
}

/** One provider's offer of one model. Null: unknown. */
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
  /** The id at Hugging Face, such as "org/name" or an old name such as "distilgpt2"; for a server's model "name@server". */
  readonly id: string
  readonly task: Task
  readonly supportsVision: boolean
  readonly routes: readonly Route[]
  /** The id of its server; null for a model of Hugging Face. */
  readonly server: string | null
}

export interface ModelList {
  /** Hugging Face's first, then each server's. */
  readonly models: readonly Model[]
  readonly servers: readonly ServerView[]
  /** When the list was fetched, in milliseconds since 1970; null before the first time. */
  readonly fetchedAt: number | null
  /** Why the newest attempt to fetch it failed; null if it worked. */
  readonly failure: Failure | null
  readonly favourites: readonly string[]
  /** Newest first. */
  readonly recent: readonly string[]
  /** The model of a new conversation; null until there is a list. */
  readonly chosen: string | null
}

/** What Hugging Face says about a model that was entered by name. */
export type ModelLookup =
  | { readonly kind: 'served'; readonly model: Model }
  | { readonly kind: 'not-served' | 'not-found'; readonly id: string; readonly alternatives: readonly Model[] }
