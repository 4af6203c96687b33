// The data for the first screen.

import type { Language } from '../language.ts'
import type { Settings } from '../settings.ts'
import type { HistoryProblem } from './backups.ts'
import type { ConversationPage, OpenedConversation } from './conversations.ts'
import type { Draft } from './drafts.ts'
import type { Setup } from './style.ts'

export interface StartView {
  readonly settings: Settings
  /** The language for the choice "system". */
  readonly systemLanguage: Language
  readonly history: ConversationPage
  /** The conversation that was open last; null: start with a new one. */
  readonly open: OpenedConversation | null
  /** The draft of the new conversation, which is not saved yet. */
  readonly newDraft: Draft
  /** Its style and instructions; null: those of the settings. */
  readonly newSetup: Setup | null
  /** The models that have sent reasoning before. */
  readonly thinkingModels: readonly string[]
  /** The host of the server that stands in for Hugging Face, to be shown on screen; null: Hugging Face itself. */
  readonly connectedTo: string | null
  readonly version: string
  readonly historyProblem: HistoryProblem | null
}
