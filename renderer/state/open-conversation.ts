// Opening and reading conversations. Hides the order in which drafts and conversations are saved and read.

import type { Reply } from '../../shared/failures.ts'
import type { OpenedConversation } from '../../shared/types/conversations.ts'
import {
  type AnswerWithSiblings,
  maxComparedModels,
  maxMessagePageSize,
  type MessagePage,
  messagePageSize,
  messagesBeforeTarget,
  type MessageWithSiblings,
} from '../../shared/types/messages.ts'
import { translate } from '../i18n/i18n.ts'
import { callMain } from './bridge.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { getAnsweringModels, getShownMessages, isRunning } from './comparison.ts'
import {
  flushSetup,
  getComposer,
  getFullDraft,
  leaveComposer,
  openComposer,
  openNewComposer,
  saveDraftNow,
  setComparedModels,
  setDraft,
} from './composer.ts'
import {
  addOlderMessages,
  getConversation,
  hideMessagesFrom,
  showEmptyConversation,
  showLoadedConversation,
  type ScrollTarget,
} from './conversation.ts'
import { upsertConversation } from './history.ts'
import { mergeSavedText, setProgress } from './live-runs.ts'
import { dismissUndoToasts, showToast } from './toasts.ts'

/** Counts openings, so that a slow reply cannot replace a conversation that was opened after it was asked for. */
let latestOpenId = 0

/** Shows a conversation that main has read, with its draft. */
export function showConversation(conversation: OpenedConversation, scrollTarget: ScrollTarget | null = null): void {
  openComposer(conversation)
  showMessages(conversation, scrollTarget)
}

function showMessages(
  conversation: OpenedConversation,
  scrollTarget: ScrollTarget | null,
  acceptedRunIds: readonly string[] = noRunIds,
): void {
  showLoadedConversation(conversation, scrollTarget, acceptedRunIds)
  // Of the answers that main saw running, some may have ended by now.
  const runningAnswers = getShownMessages(getConversation()).filter(isRunning)
  for (const answer of runningAnswers) mergeSavedText(answer)
  for (const progress of conversation.progress) if (runningAnswers.some(({ id }) => id === progress.runId)) setProgress(progress)
}

const noRunIds: readonly string[] = []

interface ApplyOptions {
  readonly scrollTarget?: ScrollTarget
  /** Runs that main has accepted with this reply. */
  readonly acceptedRunIds?: readonly string[]
}

/** Takes over a conversation as it is after a change: in the list, and on screen if it is open. The prompt box keeps its content. */
export function applyConversation(conversation: OpenedConversation, { scrollTarget, acceptedRunIds }: ApplyOptions = {}): void {
  if (getConversation().id === conversation.id) showMessages(conversation, scrollTarget ?? null, acceptedRunIds)
  upsertConversation(conversation)
  dismissUndoToastsIfFull(conversation.comparison)
}

/** A comparison with the maximum number of answers has no room for a deleted one to come back. */
function dismissUndoToastsIfFull(answers: readonly AnswerWithSiblings[] | null): void {
  const comparisonId = answers?.[0]?.comparisonId ?? null
  if (answers !== null && answers.length >= maxComparedModels && comparisonId !== null) dismissUndoToasts(comparisonId)
}

/** Opens a conversation from the history. What is in the prompt box stays with the conversation that is left. */
export async function openConversation(conversationId: string, scrollTarget: ScrollTarget | null = null): Promise<void> {
  saveDraftNow()
  void flushSetup()
  latestOpenId += 1
  const openId = latestOpenId
  const reply = await fetchConversation(conversationId, scrollTarget)
  if (openId !== latestOpenId || !reply.ok || reply.value === null) return
  if (getConversation().id === conversationId) return showMessages(reply.value, scrollTarget)
  leaveComposer()
  showConversation(reply.value, scrollTarget)
}

/** The message to scroll to may be in another branch than the one that was shown last. */
async function fetchConversation(conversationId: string, scrollTarget: ScrollTarget | null): Promise<Reply<OpenedConversation | null>> {
  const reply = await callMainWithToast('history.open', { conversationId, from: scrollTarget?.messageId ?? null })
  if (scrollTarget === null || !reply.ok || reply.value === null) return reply
  if (getShownMessages(reply.value).some(({ id }) => id === scrollTarget.messageId)) return reply
  return callMainWithToast('history.switchBranch', {
    conversationId,
    messageId: scrollTarget.messageId,
    step: 'current',
    from: scrollTarget.messageId,
  })
}

/** Reads the open conversation again, after a part of an answer was missed. The prompt box keeps its content. */
export async function reloadConversation(conversationId: string): Promise<void> {
  const reply = await callMain('history.open', { conversationId, from: getConversation().messages[0]?.id ?? null })
  if (reply.ok && reply.value !== null) applyConversation(reply.value)
}

let isReloading = false

/** Does nothing while the conversation is being read again already. */
export async function reloadConversationOnce(conversationId: string): Promise<void> {
  if (isReloading) return
  isReloading = true
  await reloadConversation(conversationId)
  isReloading = false
}

/** Opens a conversation that main has just made. */
export function goToConversation(conversation: OpenedConversation): void {
  latestOpenId += 1
  leaveComposer()
  showConversation(conversation)
}

/** Reads wait for each other, because each begins where the one before ended. */
let readQueue: Promise<void> = Promise.resolve()
let pendingReads = 0

/** Reads a page of older messages, unless one is being read already. */
export function loadOlderMessages(): void {
  const { length } = getConversation().messages
  if (pendingReads === 0) void loadOlderUntil(messagePageSize, (messages) => messages.length > length)
}

/** Reads the open conversation back to a message of its branch, in pages, so that other calls are answered in between. */
export function loadMessagesBackTo(messageId: string): Promise<void> {
  return loadOlderUntil(maxMessagePageSize, (messages) => messages.findIndex(({ id }) => id === messageId) >= messagesBeforeTarget)
}

/** Shows older messages, all at once when there are enough of them or the first one is reached. */
function loadOlderUntil(pageSize: number, isEnough: (messages: readonly MessageWithSiblings[]) => boolean): Promise<void> {
  pendingReads += 1
  readQueue = readQueue.then(() => loadPagesUntil(pageSize, isEnough)).finally(() => (pendingReads -= 1))
  return readQueue
}

async function loadPagesUntil(pageSize: number, isEnough: (messages: readonly MessageWithSiblings[]) => boolean): Promise<void> {
  const { id, messages, earlier, earlierImages } = getConversation()
  const [first] = messages
  if (first === undefined) return
  let loaded: MessagePage = { messages: [], earlier, earlierImages }
  while (loaded.earlier > 0 && !isEnough([...loaded.messages, ...messages])) {
    const reply = await callMainWithToast('history.olderMessages', {
      conversationId: id,
      before: (loaded.messages[0] ?? first).id,
      limit: pageSize,
    })
    // Meanwhile another conversation may have been opened, or this one read again.
    if (!reply.ok || getConversation().id !== id || getConversation().messages[0]?.id !== first.id) return
    loaded = { ...reply.value, messages: [...reply.value.messages, ...loaded.messages] }
  }
  addOlderMessages(loaded)
}

/** Shows a new conversation, unless it is shown already. Until its first prompt is sent, only its draft and its setup are saved. */
export function startNewConversation(): void {
  latestOpenId += 1
  const { isSaved, messages } = getConversation()
  if (!isSaved && messages.length === 0) return
  openNewComposer()
  leaveComposer()
  showEmptyConversation()
  void callMain('history.open', { conversationId: null, from: null })
}

/** Puts a failed prompt back into the box, to be sent again. A box that is in use is never overwritten. */
export function editFailedPrompt(promptId: string): void {
  const conversation = getConversation()
  const prompt = conversation.messages.find(({ id }) => id === promptId)
  if (prompt?.kind !== 'prompt') return
  const { text, attachments } = getFullDraft()
  if (text !== '' || attachments.length > 0) return showToast(translate('chat.promptNotEmpty'))
  hideMessagesFrom(promptId)
  // Models that were chosen for the next prompt stay chosen.
  if (getComposer().comparedModels.length === 0) setComparedModels(getAnsweringModels(conversation, promptId))
  setDraft({ text: prompt.text, attachments: prompt.attachments })
}
