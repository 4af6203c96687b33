// Which conversation is open, its draft, and opening another one. Hides the order in which drafts and conversations are saved and read.

import { callMainWithToast } from './call-with-toast.ts'
import { callMain } from './bridge.ts'
import type { Failure, Reply } from '../../shared/failures.ts'
import {
  messagesBeforeTarget,
  messagePageSize,
  maxMessagePageSize,
  type MessagePage,
  type MessageWithSiblings,
} from '../../shared/types/messages.ts'
import type { Attachment, TextAttachment } from '../../shared/types/attachments.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import type { OpenedConversation } from '../../shared/types/conversations.ts'
import { translate, describeFailure } from '../i18n/i18n.ts'
import { setState, emptyDraft, createEmptyConversation, getState, type OpenConversation, type Sought } from './store.ts'
import { createThrottledSaver } from './throttled-saver.ts'
import { showToast } from './toast.ts'
import { getComparedModels, setComparedModels } from './compared-models.ts'
import { getShownMessages, getAnsweringModels } from './comparison.ts'
import { joinDrafts, withText } from './drafts.ts'
import { mergeLiveText } from './live-text.ts'
import { flushSetup, getSetup, getNewSetup } from './setup.ts'

const draftSaver = createThrottledSaver(() => {
  const { conversation } = getState()
  return saveDraft(conversation.isSaved ? conversation.id : null, getFullDraft())
})
/** Counts openings, so that a slow answer to an earlier one cannot replace a later one. */
let latestOpenId = 0
/** Typing goes on when it cannot be saved, and is not to be told so at each pause. */
let hasReportedSaveFailure = false

/** Shows a conversation main has read, at what was sought in it or at its end. */
export function showConversation(conversation: OpenedConversation, scrollTarget: Sought | null = null): void {
  const liveTexts = { ...getState().liveTexts }
  for (const message of getShownMessages(conversation)) {
    if (message.kind === 'answer' && message.outcome.kind === 'running')
      liveTexts[message.id] = mergeLiveText(liveTexts[message.id], message)
  }
  const { id, title, messages, earlier, earlierImages, comparison } = conversation
  setState({
    conversation: { id, title, isSaved: true, messages, earlier, earlierImages, comparison, scrollTarget },
    draft: conversation.draft,
    setup: getSetup(conversation),
    model: conversation.model ?? getState().models?.chosen ?? null,
    liveTexts,
    progress: { ...getState().progress, ...Object.fromEntries(conversation.progress.map((each) => [each.runId, each])) },
  })
}

/** Opens a conversation from the history; what stood in the prompt box is kept for when its own is opened again. */
export async function openConversation(conversationId: string, scrollTarget: Sought | null = null): Promise<void> {
  saveDraftNow()
  void flushSetup()
  latestOpenId += 1
  const openId = latestOpenId
  const reply = await fetchConversation(conversationId, scrollTarget)
  if (openId !== latestOpenId || !reply.ok || reply.value === null) return
  const { conversation, draft, setup, model } = getState()
  if (conversation.id !== conversationId) leavePromptBox()
  showConversation(reply.value, scrollTarget)
  if (conversation.id === conversationId) setState({ draft, setup, model })
}

/** What is looked for may stand in another branch than the one that was looked at last. */
async function fetchConversation(conversationId: string, scrollTarget: Sought | null): Promise<Reply<OpenedConversation | null>> {
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

/** Reads the open conversation again, after a piece of an answer was missed. The prompt box keeps what is in it. */
export async function reloadConversation(conversationId: string): Promise<void> {
  const reply = await callMain('history.open', { conversationId, from: getState().conversation.messages[0]?.id ?? null })
  if (reply.ok && reply.value !== null) refreshConversation(reply.value)
}

let isReloading = false

/** The same, unless it is being read again already. */
export async function reloadConversationOnce(conversationId: string): Promise<void> {
  if (isReloading) return
  isReloading = true
  await reloadConversation(conversationId)
  isReloading = false
}

/** Shows the open conversation as it is now; nothing where another one is open. The prompt box keeps what is in it. */
export function refreshConversation(updated: OpenedConversation, scrollTarget: Sought | null = null): void {
  const { conversation, draft, setup, model } = getState()
  if (conversation.id !== updated.id) return
  showConversation(updated, scrollTarget)
  setState({ draft, setup, model })
}

/** Goes to a conversation that main has just made. */
export function goToConversation(conversation: OpenedConversation): void {
  latestOpenId += 1
  leavePromptBox()
  showConversation(conversation)
}

/** One after the other, as each begins where the one before ended. */
let readQueue: Promise<void> = Promise.resolve()
let pendingReads = 0

/** Reads a page of the messages before those that are there, unless one is being read already. */
export function loadOlderMessages(): void {
  const { length } = getState().conversation.messages
  if (pendingReads === 0) void loadOlderUntil(messagePageSize, (messages) => messages.length > length)
}

/** Reads the open conversation back to a message of its branch, in parts between which there is time for all else. */
export function loadMessagesBackTo(messageId: string): Promise<void> {
  return loadOlderUntil(maxMessagePageSize, (messages) => messages.findIndex(({ id }) => id === messageId) >= messagesBeforeTarget)
}

/** Puts older messages before those that are there, all at once when there are enough or there is the first. */
function loadOlderUntil(pageSize: number, isEnough: (messages: readonly MessageWithSiblings[]) => boolean): Promise<void> {
  pendingReads += 1
  readQueue = readQueue.then(() => loadPagesUntil(pageSize, isEnough)).finally(() => (pendingReads -= 1))
  return readQueue
}

async function loadPagesUntil(pageSize: number, isEnough: (messages: readonly MessageWithSiblings[]) => boolean): Promise<void> {
  const { id, messages, earlier, earlierImages } = getState().conversation
  const [first] = messages
  if (first === undefined) return
  let loaded: MessagePage = { messages: [], earlier, earlierImages }
  while (loaded.earlier > 0 && !isEnough([...loaded.messages, ...messages])) {
    const reply = await callMainWithToast('history.olderMessages', {
      conversationId: id,
      before: (loaded.messages[0] ?? first).id,
      limit: pageSize,
    })
    const { conversation } = getState()
    // It may have been left, or read anew, meanwhile.
    if (!reply.ok || conversation.id !== id || conversation.messages[0]?.id !== first.id) return
    loaded = { ...reply.value, messages: [...reply.value.messages, ...loaded.messages] }
  }
  const { conversation } = getState()
  setState({ conversation: { ...conversation, ...loaded, messages: [...loaded.messages, ...conversation.messages] } })
}

/** Starts an empty conversation. Nothing of it is saved until its first prompt is sent, but for its draft. */
export function startNewConversation(): void {
  latestOpenId += 1
  if (getState().conversation.isSaved || getState().conversation.messages.length > 0) {
    leavePromptBox()
    void flushSetup()
    setState({ setup: getNewSetup(getState()) })
    setState({ conversation: createEmptyConversation(), draft: getState().newDraft, model: getState().models?.chosen ?? getState().model })
    void callMain('history.open', { conversationId: null, from: null })
  }
}

/** Keeps what stands in the prompt box: on screen at once, saved a moment after each key. */
export function setDraft(draft: Draft): void {
  setState(getState().conversation.isSaved ? { draft } : { draft, newDraft: draft })
  draftSaver.schedule()
}

/** Takes one of the draft's texts off again. */
export function removeAttachment(removed: Attachment): void {
  const { draft } = getState()
  setDraft({ ...draft, attachments: draft.attachments.filter((each) => each !== removed) })
}

/** The same, and puts its text into the box, after what stands there. */
export function moveTextToPrompt(attachment: TextAttachment): void {
  removeAttachment(attachment)
  setDraft(joinDrafts(getState().draft, { text: attachment.text, attachments: [] }))
}

/** Keeps what is typed into the place for a text. It is saved as one of the texts that go along. */
export function setPasteAreaText(pasteAreaText: string): void {
  setState({ pasteAreaText })
  draftSaver.schedule()
}

/** What would be sent now: the draft, with what stands in the place for a text. */
export function getFullDraft(): Draft {
  const { draft, pasteAreaText } = getState()
  return pasteAreaText.trim() === '' ? draft : withText(draft, pasteAreaText, translate('chat.attachmentName'))
}

/** Puts a prompt that failed back into the box, to be sent in its place. What stands in the box already is never replaced. */
export function editFailedPrompt(promptId: string): void {
  const { conversation } = getState()
  const index = conversation.messages.findIndex(({ id }) => id === promptId)
  const prompt = conversation.messages[index]
  if (prompt?.kind !== 'prompt') return
  const { text, attachments } = getFullDraft()
  if (text !== '' || attachments.length > 0) return showToast(translate('chat.boxInUse'))
  setState({ conversation: { ...conversation, messages: conversation.messages.slice(0, index), comparison: null } })
  // What was chosen for the next prompt stays chosen.
  if (getComparedModels(getState()).length === 0) setComparedModels(getAnsweringModels(conversation, promptId))
  setDraft({ text: prompt.text, attachments: prompt.attachments })
}

/** Puts what could not be sent from `sent` back where it was written, in front of what has been typed there since. */
export function restoreDraft(draft: Draft, sourceConversation: OpenConversation): void {
  const { conversation, newDraft } = getState()
  const isOpen = conversation.id === sourceConversation.id || (!conversation.isSaved && !sourceConversation.isSaved)
  if (isOpen) return setDraft(joinDrafts(draft, getState().draft))
  const restoredDraft = sourceConversation.isSaved ? draft : joinDrafts(draft, newDraft)
  if (!sourceConversation.isSaved) setState({ newDraft: restoredDraft })
  void saveDraft(sourceConversation.isSaved ? sourceConversation.id : null, restoredDraft)
}

/** The place for a text goes with the box: what was typed there becomes a text of the draft, and that is saved. */
function leavePromptBox(): void {
  if (getState().pasteAreaText.trim() !== '') setDraft(getFullDraft())
  setState({ pasteAreaText: '' })
  saveDraftNow()
}

/** Saves a draft that is waiting to be saved; call it before the box shows something else or the window closes. */
export function saveDraftNow(): void {
  void flushDraft()
}

/** The same; resolves when main has answered. */
export function flushDraft(): Promise<void> {
  return draftSaver.flush()
}

async function saveDraft(conversationId: string | null, draft: Draft): Promise<void> {
  const reply = await callMain('history.saveDraft', { conversationId, draft })
  if (!reply.ok && !hasReportedSaveFailure) reportSaveFailure(reply.failure)
  hasReportedSaveFailure = !reply.ok
}

function reportSaveFailure(failure: Failure): void {
  const { start } = getState()
  // Where there is no history at all, the notice on top says so.
  if (start.kind === 'ready' && start.historyProblem?.isOpen === false) return
  showToast(translate('chat.draftNotSaved', { reason: describeFailure(failure) }))
}

/** Empties the prompt box because its content is being sent. The saved draft stays until main has the prompt. */
export function clearDraft(): void {
  draftSaver.cancel()
  setState({
    pasteAreaText: '',
    secretReview: null,
    draft: emptyDraft,
    ...(getState().conversation.isSaved ? {} : { newDraft: emptyDraft }),
  })
}
