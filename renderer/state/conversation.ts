// Slice: the open conversation, as far as it has been read.

import type { ImageTotals } from '../../shared/types/attachments.ts'
import type { ConversationSummary } from '../../shared/types/conversations.ts'
import type { AnswerWithSiblings, MessageWithSiblings } from '../../shared/types/messages.ts'
import { createSlice } from './slice.ts'

/** A message to scroll to. A new object for each click, so that the same search hit can be opened twice. */
export interface ScrollTarget {
  readonly messageId: string
  /** The words to highlight, as they are written in the message. */
  readonly words: readonly string[]
}

export interface OpenConversation {
  /** Made by the window, so that a new conversation has its id before main knows of it. */
  readonly id: string
  readonly title: string
  /** False until its first prompt is sent. Until then its draft and its setup are those of "the new conversation". */
  readonly isSaved: boolean
  /** The newest messages. Older ones are read when the person scrolls to them. */
  readonly messages: readonly MessageWithSiblings[]
  /** The number of messages before the first of those. */
  readonly earlier: number
  /** The images that were sent with those earlier ones. */
  readonly earlierImages: ImageTotals
  /** The answers to the last message that are shown side by side, until one of them is chosen; null as a rule. */
  readonly comparison: readonly AnswerWithSiblings[] | null
  /** Where a search hit leads to; null when the conversation was simply opened. */
  readonly scrollTarget: ScrollTarget | null
}

/** A step from a message to its sibling, which the focus has yet to follow. */
export interface BranchStep {
  readonly messageId: string
  readonly step: 'previous' | 'next'
}

interface ConversationState {
  readonly conversation: OpenConversation
  readonly lastBranchStep: BranchStep | null
}

const slice = createSlice<ConversationState>({ conversation: createEmptyConversation(), lastBranchStep: null })

export function useConversation<Selected>(selector: (conversation: OpenConversation) => Selected): Selected {
  return slice.use(({ conversation }) => selector(conversation))
}

export function getConversation(): OpenConversation {
  return slice.get().conversation
}

/** Calls the listener after each change, until the returned function is called. */
export function watchConversation(listener: (current: OpenConversation, previous: OpenConversation) => void): () => void {
  return slice.subscribe(({ conversation: current }, { conversation: previous }) => {
    if (current !== previous) listener(current, previous)
  })
}

export function replaceConversation(conversation: OpenConversation): void {
  slice.set({ conversation })
}

export function updateConversation(changes: Partial<OpenConversation>): void {
  replaceConversation({ ...getConversation(), ...changes })
}

export function showEmptyConversation(): void {
  replaceConversation(createEmptyConversation())
}

/** Takes over the title, if this conversation is the open one. */
export function setConversationTitle({ id, title }: Pick<ConversationSummary, 'id' | 'title'>): void {
  if (getConversation().id === id) updateConversation({ title })
}

/** The direction of the last step, if it led to this message. */
export function useBranchStep(messageId: string): BranchStep['step'] | null {
  return slice.use(({ lastBranchStep }) => (lastBranchStep?.messageId === messageId ? lastBranchStep.step : null))
}

export function setBranchStep(lastBranchStep: BranchStep | null): void {
  slice.set({ lastBranchStep })
}

function createEmptyConversation(): OpenConversation {
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
