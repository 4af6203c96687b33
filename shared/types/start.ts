// What the first screen needs.
// Plain and readonly. Times are milliseconds since 1970 (UTC) unless a name says otherwise; ids are UUIDs made with crypto.randomUUID().

import type { Language } from '../language.ts'
import type { Settings } from '../settings.ts'
import type { HistoryProblem } from './backups.ts'
import type { ConversationPage, OpenedConversation } from './conversations.ts'
import type { Draft } from './drafts.ts'
import type { Setup } from './style.ts'

/** What the first screen needs, in one call. */
export interface StartView {
  readonly settings: Settings
  /** What "like the system" means here. */
  readonly systemLanguage: Language
  readonly history: ConversationPage
  /** The conversation that was open last; null: start with an empty one. */
  readonly open: OpenedConversation | null
  /** The draft of the conversation that does not exist yet. */
  readonly newDraft: Draft
  /** Its style and instructions; null while they are as the settings say. */
  readonly newSetup: Setup | null
  /** The models that have been seen to think before they answer. */
  readonly thinkingModels: readonly string[]
  /** Set when a stand-in server replaces Hugging Face: its host, to be named on screen. */
  readonly connectedTo: string | null
  readonly version: string
  /** Null when all is well. */
  readonly historyProblem: HistoryProblem | null
}
