// Which conversation is open, its draft, and opening another one. Hides the order in which drafts and conversations are saved and read.

import { ask } from './ask.ts'
import { call } from './bridge.ts'
import type { Failure, Reply } from '../../shared/errors.ts'
import {
  messagesAbove,
  messagesOfPage,
  mostOfPage,
  type Attachment,
  type Draft,
  type MessagePage,
  type OpenedConversation,
  type PlacedMessage,
  type TextAttachment,
} from '../../shared/types/conversations.ts'
import { say, sentenceOf } from '../i18n/i18n.ts'
import { change, emptyDraft, newConversation, state, type OpenConversation, type Sought } from './store.ts'
import { saveLater } from './save-later.ts'
import { showToast } from './toast.ts'
import { comparedModels, compareNext } from './compared.ts'
import { allShown, modelsBeside } from './comparison.ts'
import { joined, withText } from './drafts.ts'
import { longer } from './live-text.ts'
import { savedSetup, setupOf, setupOfNew } from './setup.ts'

const later = saveLater(() => {
  const { conversation } = state()
  return save(conversation.isSaved ? conversation.id : null, wholeDraft())
})
/** Counts openings, so that a slow answer to an earlier one cannot replace a later one. */
let opening = 0
/** Typing goes on when it cannot be saved, and is not to be told so at each pause. */
let isUnsavedTold = false

/** Shows a conversation main has read, at what was sought in it or at its end. */
export function show(conversation: OpenedConversation, sought: Sought | null = null): void {
  const live = { ...state().live }
  for (const message of allShown(conversation)) {
    if (message.kind === 'answer' && message.outcome.kind === 'running') live[message.id] = longer(live[message.id], message)
  }
  const { id, title, messages, earlier, earlierPictures, comparison } = conversation
  change({
    conversation: { id, title, isSaved: true, messages, earlier, earlierPictures, comparison, sought },
    draft: conversation.draft,
    setup: setupOf(conversation),
    model: conversation.model ?? state().models?.chosen ?? null,
    live,
    progress: { ...state().progress, ...Object.fromEntries(conversation.progress.map((each) => [each.runId, each])) },
  })
}

/** Opens a conversation from the history; what stood in the prompt box is kept for when its own is opened again. */
export async function open(conversationId: string, sought: Sought | null = null): Promise<void> {
  saveDraftNow()
  void savedSetup()
  opening += 1
  const mine = opening
  const reply = await opened(conversationId, sought)
  if (mine !== opening || !reply.ok || reply.value === null) return
  const { conversation, draft, setup, model } = state()
  if (conversation.id !== conversationId) leaveBox()
  show(reply.value, sought)
  if (conversation.id === conversationId) change({ draft, setup, model })
}

/** What is looked for may stand in another branch than the one that was looked at last. */
async function opened(conversationId: string, sought: Sought | null): Promise<Reply<OpenedConversation | null>> {
  const reply = await ask('history.open', { conversationId, from: sought?.messageId ?? null })
  if (sought === null || !reply.ok || reply.value === null) return reply
  if (allShown(reply.value).some(({ id }) => id === sought.messageId)) return reply
  return ask('history.branch', { conversationId, messageId: sought.messageId, step: 'itself', from: sought.messageId })
}

/** Reads the open conversation again, after a piece of an answer was missed. The prompt box keeps what is in it. */
export async function reread(conversationId: string): Promise<void> {
  const reply = await call('history.open', { conversationId, from: state().conversation.messages[0]?.id ?? null })
  if (reply.ok && reply.value !== null) showAgain(reply.value)
}

let isRereading = false

/** The same, unless it is being read again already. */
export async function rereadOnce(conversationId: string): Promise<void> {
  if (isRereading) return
  isRereading = true
  await reread(conversationId)
  isRereading = false
}

/** Shows the open conversation as it is now; nothing where another one is open. The prompt box keeps what is in it. */
export function showAgain(now: OpenedConversation, sought: Sought | null = null): void {
  const { conversation, draft, setup, model } = state()
  if (conversation.id !== now.id) return
  show(now, sought)
  change({ draft, setup, model })
}

/** Goes to a conversation that main has just made. */
export function goTo(conversation: OpenedConversation): void {
  opening += 1
  leaveBox()
  show(conversation)
}

/** One after the other, as each begins where the one before ended. */
let reading: Promise<void> = Promise.resolve()
let readings = 0

/** Reads a page of the messages before those that are there, unless one is being read already. */
export function readOlder(): void {
  const { length } = state().conversation.messages
  if (readings === 0) void readBack(messagesOfPage, (messages) => messages.length > length)
}

/** Reads the open conversation back to a message of its branch, in parts between which there is time for all else. */
export function readBackTo(messageId: string): Promise<void> {
  return readBack(mostOfPage, (messages) => messages.findIndex(({ id }) => id === messageId) >= messagesAbove)
}

/** Puts older messages before those that are there, all at once when there are enough or there is the first. */
function readBack(most: number, isEnough: (messages: readonly PlacedMessage[]) => boolean): Promise<void> {
  readings += 1
  reading = reading.then(() => readParts(most, isEnough)).finally(() => (readings -= 1))
  return reading
}

async function readParts(most: number, isEnough: (messages: readonly PlacedMessage[]) => boolean): Promise<void> {
  const { id, messages, earlier, earlierPictures } = state().conversation
  const [first] = messages
  if (first === undefined) return
  let read: MessagePage = { messages: [], earlier, earlierPictures }
  while (read.earlier > 0 && !isEnough([...read.messages, ...messages])) {
    const reply = await ask('history.older', { conversationId: id, before: (read.messages[0] ?? first).id, most })
    const { conversation } = state()
    // It may have been left, or read anew, meanwhile.
    if (!reply.ok || conversation.id !== id || conversation.messages[0]?.id !== first.id) return
    read = { ...reply.value, messages: [...reply.value.messages, ...read.messages] }
  }
  const { conversation } = state()
  change({ conversation: { ...conversation, ...read, messages: [...read.messages, ...conversation.messages] } })
}

/** Starts an empty conversation. Nothing of it is saved until its first prompt is sent, but for its draft. */
export function startNew(): void {
  opening += 1
  if (state().conversation.isSaved || state().conversation.messages.length > 0) {
    leaveBox()
    void savedSetup()
    change({ setup: setupOfNew(state()) })
    change({ conversation: newConversation(), draft: state().newDraft, model: state().models?.chosen ?? state().model })
    void call('history.open', { conversationId: null, from: null })
  }
}

/** Keeps what stands in the prompt box: on screen at once, saved a moment after each key. */
export function setDraft(draft: Draft): void {
  change(state().conversation.isSaved ? { draft } : { draft, newDraft: draft })
  later.soon()
}

/** Takes one of the draft's texts off again. */
export function takeOff(removed: Attachment): void {
  const { draft } = state()
  setDraft({ ...draft, attachments: draft.attachments.filter((each) => each !== removed) })
}

/** The same, and puts its text into the box, after what stands there. */
export function putIntoBox(attachment: TextAttachment): void {
  takeOff(attachment)
  setDraft(joined(state().draft, { text: attachment.text, attachments: [] }))
}

/** Keeps what is typed into the place for a text. It is saved as one of the texts that go along. */
export function setAreaText(areaText: string): void {
  change({ areaText })
  later.soon()
}

/** What would be sent now: the draft, with what stands in the place for a text. */
export function wholeDraft(): Draft {
  const { draft, areaText } = state()
  return areaText.trim() === '' ? draft : withText(draft, areaText, say('chat.attachmentName'))
}

/** Puts a prompt that failed back into the box, to be sent in its place. What stands in the box already is never replaced. */
export function editPrompt(promptId: string): void {
  const { conversation } = state()
  const index = conversation.messages.findIndex(({ id }) => id === promptId)
  const prompt = conversation.messages[index]
  if (prompt?.kind !== 'prompt') return
  const { text, attachments } = wholeDraft()
  if (text !== '' || attachments.length > 0) return showToast(say('chat.boxInUse'))
  change({ conversation: { ...conversation, messages: conversation.messages.slice(0, index), comparison: null } })
  // What was chosen for the next prompt stays chosen.
  if (comparedModels(state()).length === 0) compareNext(modelsBeside(conversation, promptId))
  setDraft({ text: prompt.text, attachments: prompt.attachments })
}

/** Puts what could not be sent from `sent` back where it was written, in front of what has been typed there since. */
export function putBack(draft: Draft, sent: OpenConversation): void {
  const { conversation, newDraft } = state()
  const isShown = conversation.id === sent.id || (!conversation.isSaved && !sent.isSaved)
  if (isShown) return setDraft(joined(draft, state().draft))
  const kept = sent.isSaved ? draft : joined(draft, newDraft)
  if (!sent.isSaved) change({ newDraft: kept })
  void save(sent.isSaved ? sent.id : null, kept)
}

/** The place for a text goes with the box: what was typed there becomes a text of the draft, and that is saved. */
function leaveBox(): void {
  if (state().areaText.trim() !== '') setDraft(wholeDraft())
  change({ areaText: '' })
  saveDraftNow()
}

/** Saves a draft that is waiting to be saved; call it before the box shows something else or the window closes. */
export function saveDraftNow(): void {
  void savedDraft()
}

/** The same; resolves when main has answered. */
export function savedDraft(): Promise<void> {
  return later.now()
}

async function save(conversationId: string | null, draft: Draft): Promise<void> {
  const reply = await call('history.saveDraft', { conversationId, draft })
  if (!reply.ok && !isUnsavedTold) tellUnsaved(reply.failure)
  isUnsavedTold = !reply.ok
}

function tellUnsaved(failure: Failure): void {
  const { start } = state()
  // Where there is no history at all, the notice on top says so.
  if (start.kind === 'ready' && start.historyTrouble?.isOpen === false) return
  showToast(say('chat.draftNotSaved', { reason: sentenceOf(failure) }))
}

/** Empties the prompt box because its content is being sent. The saved draft stays until main has the prompt. */
export function clearDraft(): void {
  later.forget()
  change({ areaText: '', heldBack: null, draft: emptyDraft, ...(state().conversation.isSaved ? {} : { newDraft: emptyDraft }) })
}
