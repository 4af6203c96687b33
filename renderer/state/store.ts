// What the window is looking at: one store, filled by main's replies and events. What lasts is owned by main; this is its mirror plus
// what is open on screen. The functions that change it live beside the part of the screen they serve.

import { create } from 'zustand'
import type { CommandName } from '../../shared/commands.ts'
import type { Failure } from '../../shared/failures.ts'
import type { Language } from '../../shared/language.ts'
import type { HistoryProblem } from '../../shared/types/backups.ts'
import { defaultStyle } from '../../shared/style.ts'
import type { ConversationSummary } from '../../shared/types/conversations.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import type { ImageTotals } from '../../shared/types/attachments.ts'
import type { AnswerWithSiblings, MessageWithSiblings } from '../../shared/types/messages.ts'
import type { KeyStatus } from '../../shared/types/keys.ts'
import type { Model, ModelList } from '../../shared/types/models.ts'
import type { RunProgress } from '../../shared/types/progress.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import type { Setup } from '../../shared/types/style.ts'
import type { Badge } from './badges.ts'
import type { UnsentPrompt } from './offline.ts'
import type { FindState } from './find.ts'
import type { SecretReview } from './secret-review.ts'
import type { LiveText } from './live-text.ts'

type StartState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'ready'
      readonly version: string
      readonly connectedTo: string | null
      readonly historyProblem: HistoryProblem | null
    }

/** What a search hit leads to. A new object for each click, so that the same hit can be gone to twice. */
export interface Sought {
  readonly messageId: string
  /** As they stand in the message. */
  readonly words: readonly string[]
}

export interface OpenConversation {
  /** Made by the window, so that a conversation has its id before main has heard of it. */
  readonly id: string
  readonly title: string
  /** False until its first prompt was sent: its draft then belongs to "the new conversation". */
  readonly isSaved: boolean
  /** The newest of them; older ones are read when they are scrolled to. */
  readonly messages: readonly MessageWithSiblings[]
  /** How many there are before the first of those. */
  readonly earlier: number
  /** The pictures that went along with those. */
  readonly earlierImages: ImageTotals
  /** The answers to the last of them that are side by side, until one is chosen to go on with; null: one branch as usual. */
  readonly comparison: readonly AnswerWithSiblings[] | null
  /** What it was opened for, from a search; null when it was just opened. */
  readonly scrollTarget: Sought | null
}

interface HistoryView {
  readonly conversations: readonly ConversationSummary[]
  /** Continues the list; null at its end. */
  readonly next: string | null
}

export interface BranchStep {
  readonly messageId: string
  readonly step: 'previous' | 'next'
}

export interface ToastView {
  readonly id: string
  readonly text: string
  readonly undo: (() => void) | null
  /** The id of what can be undone there only as long as that has room for it. */
  readonly toastSlot: string | null
  /** What it tells of goes on: it stays until that has ended. */
  readonly isOngoing: boolean
  readonly shownAt: number
}

export type SettingsPage = 'key' | 'servers' | 'history' | 'instructions' | 'appearance' | 'privacy' | 'about'

export interface AppState {
  readonly start: StartState
  readonly settings: Settings
  readonly systemLanguage: Language
  readonly key: KeyStatus | null
  /** The found key was declined with "Not now", until the window is closed. */
  readonly isFoundKeyDeclined: boolean
  readonly models: ModelList | null
  /** Models that were asked for by name and are not in the list. */
  readonly lookedUpModels: readonly Model[]
  readonly history: HistoryView
  readonly conversation: OpenConversation
  /** The model the next prompt goes to; null until there is a list. */
  readonly model: string | null
  /** The models that the next prompt goes to where they are several, by `placeOfDraft` (chat/compared.ts). */
  readonly comparedModelIds: Readonly<Record<string, readonly string[]>>
  readonly draft: Draft
  readonly newDraft: Draft
  /** The style and the instructions of the open conversation. */
  readonly setup: Setup
  /** Those of the conversation that does not exist yet; null while they are as the settings say. */
  readonly newSetup: Setup | null
  /** Instructions that hold what looks like a secret and are to be sent all the same. */
  readonly approvedInstructions: string | null
  /** The models that have been seen to think before they answer. */
  readonly thinkingModels: readonly string[]
  /** What was typed into the place for a text, and is not an attachment yet. */
  readonly pasteAreaText: string
  /** The file that is being read for the prompt box. */
  readonly readingFile: string | null
  /** What is being found in the open conversation; null while its bar is closed. */
  readonly find: FindState | null
  /** What was not sent because it holds what looks like a secret; of the past as soon as something else stands in the box. */
  readonly secretReview: SecretReview | null
  /** What stands in the editors of prompts that are being edited, by the prompt's id. */
  readonly edits: Readonly<Record<string, Draft>>
  /** The message that was come to from the one beside it: the focus goes on from there. */
  readonly lastBranchStep: BranchStep | null
  /** The answer that is being read aloud. */
  readonly spokenAnswerId: string | null
  /** This computer has a voice of its own. */
  readonly canSpeak: boolean
  /** Texts of runs that are still going, by run id; also of conversations that are not open. */
  readonly liveTexts: Readonly<Record<string, LiveText>>
  /** How far those runs are, by run id; nothing until main has told it. */
  readonly progress: Readonly<Record<string, RunProgress>>
  /** Milliseconds of reasoning the window saw, by run id. */
  readonly reasoningTimes: Readonly<Record<string, number>>
  /** This computer seems to have no way to Hugging Face. */
  readonly isOffline: boolean
  /** Prompts of this session that failed because of that, oldest first, one of a conversation. */
  readonly unsent: readonly UnsentPrompt[]
  /** What is told of conversations in the history, by conversation id. */
  readonly badges: Readonly<Record<string, Badge>>
  /**
   * `vision-models`: those that look at pictures. `retry`: the models, of which one is to answer a prompt once more. `compare`: the
   * models, of which several are to answer the next one.
   */
  readonly dialog:
    | 'none'
    | 'models'
    | 'vision-models'
    | 'retry'
    | 'compare'
    | 'settings'
    | 'instructions'
    | 'palette'
    | 'shortcuts'
    | 'report'
  /** The prompt that is to be answered once more. */
  readonly retryPromptId: string | null
  /** The page of the settings that is open, or at which they open. */
  readonly settingsPage: SettingsPage
  readonly isSidebarOpen: boolean
  /** Commands that were taken from the palette since the window opened, the last one first. */
  readonly recentCommands: readonly CommandName[]
  /** Oldest first. */
  readonly toasts: readonly ToastView[]
}

export const emptyDraft: Draft = { text: '', attachments: [] }

export function createEmptyConversation(): OpenConversation {
  return {
    id: crypto.randomUUID(),
    title: '',
    isSaved: false,
    messages: [],
    earlier: 0,
    earlierImages: { count: 0, bytes: 0 },
    comparison: null,
    scrollTarget: null,
  }
}

export const useStore = create<AppState>()(() => ({
  start: { kind: 'starting' },
  settings: defaultSettings,
  systemLanguage: 'en',
  key: null,
  isFoundKeyDeclined: false,
  models: null,
  lookedUpModels: [],
  history: { conversations: [], next: null },
  conversation: createEmptyConversation(),
  model: null,
  comparedModelIds: {},
  draft: emptyDraft,
  newDraft: emptyDraft,
  setup: { style: defaultStyle, instructions: '' },
  newSetup: null,
  approvedInstructions: null,
  thinkingModels: [],
  pasteAreaText: '',
  readingFile: null,
  find: null,
  secretReview: null,
  edits: {},
  lastBranchStep: null,
  spokenAnswerId: null,
  canSpeak: false,
  liveTexts: {},
  progress: {},
  reasoningTimes: {},
  isOffline: false,
  unsent: [],
  badges: {},
  dialog: 'none',
  retryPromptId: null,
  settingsPage: 'key',
  isSidebarOpen: true,
  recentCommands: [],
  toasts: [],
}))

/** The state now, for functions that are not components. */
export const getState = useStore.getState
/** Replaces the given parts of the state. */
export const setState = useStore.setState
