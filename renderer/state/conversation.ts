// Slice: the open conversation. Hides that a prompt is shown before main has saved it, and that pages of messages are joined.

import type { ImageTotals } from '../../shared/types/attachments.ts'
import type { ConversationSummary, OpenedConversation } from '../../shared/types/conversations.ts'
import type { Answer, AnswerWithSiblings, MessagePage, MessageWithSiblings } from '../../shared/types/messages.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { getShownMessages, withAnswer } from './comparison.ts'
import { createSlice } from './slice.ts'

/** A message to scroll to. A new object for each click, so that the same search hit can be opened twice. */
export interface ScrollTarget {
  readonly messageId: string
  /** The words to highlight, as they are written in the message. */
  readonly words: readonly string[]
}

/** A conversation as main has saved it. */
interface LoadedConversation {
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

/** A conversation as it is shown: with the prompt that is being sent. */
export interface OpenConversation extends LoadedConversation {
  /** The runs that main was asked for and has not yet accepted. */
  readonly startingRunIds: readonly string[]
  /** The shown answers that will be replaced by those of such runs: one that is continued, and one of a comparison that is retried. */
  readonly replacedAnswerIds: readonly string[]
}

/** What the window shows, and has to remember, until main has accepted the runs that it was asked for. */
interface Starting {
  readonly requests: readonly RunRequest[]
  /** The prompt that is shown as the last message; null where what is shown stays as it is. */
  readonly prompt: MessageWithSiblings | null
  /** The answers of runs that ended before the reply that says that they began. */
  readonly endedAnswers: readonly Answer[]
}

interface ConversationState {
  readonly loaded: LoadedConversation
  readonly starting: Starting
  /** Made of the two above. Kept because components compare it by reference. */
  readonly conversation: OpenConversation
  /** A step from a message to its sibling, which the focus has yet to follow. */
  readonly lastBranchStep: BranchStep | null
}

interface BranchStep {
  readonly messageId: string
  readonly step: 'previous' | 'next'
}

const nothingStarting: Starting = { requests: [], prompt: null, endedAnswers: [] }

const slice = createSlice<ConversationState>({
  ...createState(createEmptyConversation(), nothingStarting),
  lastBranchStep: null,
})

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

// Opening and reading.

export function showEmptyConversation(): void {
  slice.set(createState(createEmptyConversation(), nothingStarting))
}

/**
 * Shows a conversation that main has read. Of the one that is open, older messages stay, and so does a prompt that is being sent, unless
 * main has now accepted its runs.
 */
export function showLoadedConversation(
  opened: OpenedConversation,
  scrollTarget: ScrollTarget | null,
  acceptedRunIds: readonly string[],
): void {
  const { loaded, starting } = slice.get()
  const isOpen = opened.id === loaded.id
  const { id, title, messages, earlier, earlierImages, comparison } = opened
  const page = { id, title, isSaved: true, messages, earlier, earlierImages, comparison, scrollTarget }
  if (!isOpen) return slice.set(createState(page, nothingStarting))
  const current = starting.endedAnswers.reduce((before, answer) => replaceAnswer(before, answer), joinPages(loaded, page))
  slice.set(createState(current, withoutRequests(starting, acceptedRunIds)))
}

export function addOlderMessages(page: MessagePage): void {
  update(({ messages }) => ({ ...page, messages: [...page.messages, ...messages] }))
}

/** Takes over the title, if this conversation is the open one. */
export function setConversationTitle({ id, title }: Pick<ConversationSummary, 'id' | 'title'>): void {
  update((loaded) => (loaded.id === id ? { title } : {}))
}

/** Shows only the messages before this one. */
export function hideMessagesFrom(messageId: string): void {
  update(({ messages }) => {
    const index = messages.findIndex(({ id }) => id === messageId)
    return index === -1 ? {} : { messages: messages.slice(0, index), comparison: null }
  })
}

/** Replaces the answer with this id by the one that main has saved at the end of its run. */
export function showEndedAnswer(answer: Answer): void {
  const { loaded, starting } = slice.get()
  const isStarting = starting.requests.some(({ runId }) => runId === answer.id)
  const endedAnswers = isStarting ? [...starting.endedAnswers, answer] : starting.endedAnswers
  slice.set(createState(replaceAnswer(loaded, answer), { ...starting, endedAnswers }))
}

// Starting runs.

/**
 * Call when main is asked for runs of the open conversation. With a prompt, that one is shown at once as the last message, after the one
 * that it answers.
 */
export function beginStart(requests: readonly RunRequest[], prompt: MessageWithSiblings | null): void {
  const { loaded, starting } = slice.get()
  slice.set(createState(loaded, { ...starting, requests: [...starting.requests, ...requests], prompt: prompt ?? starting.prompt }))
}

/** Call when main has refused the runs: the conversation is shown as it was before. */
export function cancelStart(runIds: readonly string[]): void {
  const { loaded, starting } = slice.get()
  slice.set(createState(loaded, withoutRequests(starting, runIds)))
}

/** Whether main has been asked for the same already, as by a double click. */
export function isStartingAlready({ model, prompt }: RunRequest): boolean {
  return slice
    .get()
    .starting.requests.some((each) => each.model === model && each.prompt.kind === prompt.kind && each.prompt.id === prompt.id)
}

// The step that the focus has yet to follow.

/** The direction of the last step, if it led to this message. */
export function useBranchStep(messageId: string): BranchStep['step'] | null {
  return slice.use(({ lastBranchStep }) => (lastBranchStep?.messageId === messageId ? lastBranchStep.step : null))
}

export function setBranchStep(lastBranchStep: BranchStep | null): void {
  slice.set({ lastBranchStep })
}

function update(getChanges: (loaded: LoadedConversation) => Partial<LoadedConversation>): void {
  const { loaded, starting } = slice.get()
  slice.set(createState({ ...loaded, ...getChanges(loaded) }, starting))
}

function createState(loaded: LoadedConversation, starting: Starting): Pick<ConversationState, 'loaded' | 'starting' | 'conversation'> {
  return { loaded, starting, conversation: toOpenConversation(loaded, starting) }
}

/** Runs of another conversation are not among them: leaving a conversation forgets what is starting there. */
function withoutRequests(starting: Starting, runIds: readonly string[]): Starting {
  const requests = starting.requests.filter(({ runId }) => !runIds.includes(runId))
  if (requests.length === starting.requests.length) return starting
  return requests.length === 0 ? nothingStarting : { ...starting, requests, prompt: null }
}

function toOpenConversation(loaded: LoadedConversation, { requests, prompt }: Starting): OpenConversation {
  const startingRunIds = requests.map(({ runId }) => runId)
  const replacedAnswerIds = requests.flatMap((request) => findReplacedAnswer(loaded, request)?.id ?? [])
  const conversation = { ...loaded, startingRunIds, replacedAnswerIds }
  if (requests.length === 0) return conversation
  if (prompt === null) return { ...conversation, scrollTarget: null }
  const { messages } = loaded
  const precedingMessages = messages.slice(0, messages.findIndex(({ id }) => id === prompt.parentId) + 1)
  return { ...conversation, isSaved: true, messages: [...precedingMessages, prompt], comparison: null, scrollTarget: null }
}

function findReplacedAnswer(loaded: LoadedConversation, { prompt, model }: RunRequest): MessageWithSiblings | undefined {
  if (prompt.kind === 'continue') return getShownMessages(loaded).find(({ id }) => id === prompt.id)
  return loaded.comparison?.find((answer) => answer.parentId === prompt.id && answer.model === model)
}

/** A message has one parent, so all messages that were read before it stay those before it. */
function joinPages({ messages, earlier, earlierImages }: LoadedConversation, page: LoadedConversation): LoadedConversation {
  const index = messages.findIndex(({ id }) => id === page.messages[0]?.id)
  return index < 1 ? page : { ...page, messages: [...messages.slice(0, index), ...page.messages], earlier, earlierImages }
}

function replaceAnswer(conversation: LoadedConversation, answer: Answer): LoadedConversation {
  const shownAnswer = getShownMessages(conversation).find(({ id }) => id === answer.id)
  return shownAnswer === undefined ? conversation : withAnswer(conversation, answer.id, { ...answer, siblings: shownAnswer.siblings })
}

function createEmptyConversation(): LoadedConversation {
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
