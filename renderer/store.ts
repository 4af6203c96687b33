// What the window is looking at: one store, filled by main's replies and events. What lasts is owned by main; this is its mirror plus
// what is open on screen. The functions that change it live beside the part of the screen they serve.

import { create } from 'zustand'
import type { Failure } from '../electron/shared/errors.ts'
import type { HistoryTrouble } from '../electron/shared/types/backups.ts'
import type { ConversationSummary, Draft, Message } from '../electron/shared/types/conversations.ts'
import type { KeyStatus } from '../electron/shared/types/keys.ts'
import type { Model, ModelList } from '../electron/shared/types/models.ts'
import type { RunProgress } from '../electron/shared/types/runs.ts'
import type { Settings } from '../electron/shared/types/start.ts'
import type { Mark } from './history/marks.ts'
import type { Unsent } from './offline.ts'
import type { HeldBack } from './chat/held-back.ts'
import type { LiveText } from './chat/live-text.ts'
import type { Sought } from './chat/sought.ts'

type Start =
  | { readonly kind: 'starting' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'ready'
      readonly version: string
      readonly connectedTo: string | null
      readonly historyTrouble: HistoryTrouble | null
    }

export interface OpenConversation {
  /** Made by the window, so that a conversation has its id before main has heard of it. */
  readonly id: string
  readonly title: string
  /** False until its first prompt was sent: its draft then belongs to "the new conversation". */
  readonly isSaved: boolean
  /** The newest of them; older ones are read when they are scrolled to. */
  readonly messages: readonly Message[]
  /** How many there are before the first of those. */
  readonly earlier: number
  /** What it was opened for, from a search; null when it was just opened. */
  readonly sought: Sought | null
}

interface HistoryView {
  readonly conversations: readonly ConversationSummary[]
  /** Continues the list; null at its end. */
  readonly next: string | null
}

export interface ToastView {
  readonly id: string
  readonly text: string
  readonly undo: (() => void) | null
  readonly shownAt: number
}

export type SettingsPage = 'key' | 'servers' | 'history' | 'appearance' | 'leaves' | 'about'

export interface WindowState {
  readonly start: Start
  readonly settings: Settings
  readonly key: KeyStatus | null
  /** The found key was declined with "Not now", until the window is closed. */
  readonly isFoundKeyDeclined: boolean
  readonly models: ModelList | null
  /** Models that were asked for by name and are not in the list. */
  readonly lookedUp: readonly Model[]
  readonly history: HistoryView
  readonly conversation: OpenConversation
  /** The model the next prompt goes to; null until there is a list. */
  readonly model: string | null
  readonly draft: Draft
  readonly newDraft: Draft
  /** What was typed into the place for a text, and is not an attachment yet. */
  readonly areaText: string
  /** What was not sent because it holds what looks like a secret; of the past as soon as something else stands in the box. */
  readonly heldBack: HeldBack | null
  /** Texts of runs that are still going, by run id; also of conversations that are not open. */
  readonly live: Readonly<Record<string, LiveText>>
  /** How far those runs are, by run id; nothing until main has told it. */
  readonly progress: Readonly<Record<string, RunProgress>>
  /** Milliseconds of reasoning the window saw, by run id. */
  readonly thoughts: Readonly<Record<string, number>>
  /** This computer seems to have no way to Hugging Face. */
  readonly isOffline: boolean
  /** Prompts of this session that failed because of that, oldest first, one of a conversation. */
  readonly unsent: readonly Unsent[]
  /** What is told of conversations in the history, by conversation id. */
  readonly marks: Readonly<Record<string, Mark>>
  readonly dialog: 'none' | 'models' | 'settings'
  /** Where the settings open. */
  readonly settingsPage: SettingsPage
  readonly isSidebarOpen: boolean
  /** Oldest first. */
  readonly toasts: readonly ToastView[]
}

export const emptyDraft: Draft = { text: '', attachments: [] }

export function newConversation(): OpenConversation {
  return { id: crypto.randomUUID(), title: '', isSaved: false, messages: [], earlier: 0, sought: null }
}

export const useWindow = create<WindowState>()(() => ({
  start: { kind: 'starting' },
  settings: { appearance: 'system', language: 'en', keyReminderDays: 90 },
  key: null,
  isFoundKeyDeclined: false,
  models: null,
  lookedUp: [],
  history: { conversations: [], next: null },
  conversation: newConversation(),
  model: null,
  draft: emptyDraft,
  newDraft: emptyDraft,
  areaText: '',
  heldBack: null,
  live: {},
  progress: {},
  thoughts: {},
  isOffline: false,
  unsent: [],
  marks: {},
  dialog: 'none',
  settingsPage: 'key',
  isSidebarOpen: true,
  toasts: [],
}))

/** The state now, for functions that are not components. */
export const state = useWindow.getState
/** Replaces the given parts of the state. */
export const change = useWindow.setState
