// Models and who serves them, as they cross between the window and the main process.

import type { Failure } from '../failures.ts'
import type { Task } from '../tasks.ts'
import type { ServerView } from './servers.ts'

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
  readonly task: Task
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
