// Servers that were added by hand and are asked instead of Hugging Face, as they cross between the window and the main process.

import type { Failure } from '../failures.ts'

/** A server with an OpenAI-compatible interface, on this computer or elsewhere. */
export interface Server {
  /** Made from its first name. Part of its models' ids, so it stays the same when the server is renamed. */
  readonly id: string
  readonly name: string
  /** The common start of its addresses, such as "http://127.0.0.1:11434/v1". */
  readonly address: string
  /** Which key is sent to it. That of Hugging Face goes to Hugging Face's own hosts only. */
  readonly keyKind: 'none' | 'own' | 'hugging-face'
}

export interface ServerView extends Server {
  /** Its own key is in memory only, until the program ends. */
  readonly hasSessionKey: boolean
  /** When it last listed its models, in milliseconds since 1970; null when it never did. */
  readonly fetchedAt: number | null
  /** Why the newest request for its models failed; null when it worked. */
  readonly failure: Failure | null
}

/** What a person enters about a server. */
export interface ServerDraft {
  readonly name: string
  readonly address: string
  readonly usesHuggingFaceKey: boolean
}
