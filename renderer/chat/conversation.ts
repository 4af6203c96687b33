// Which conversation is open, its draft, and opening another one. Hides the order in which drafts and conversations are saved and read.

import { ask } from '../ask.ts'
import { call } from '../bridge.ts'
import type { Conversation, Draft } from '../../electron/shared/types.ts'
import { change, emptyDraft, newConversation, state } from '../store.ts'
import { longer } from './live-text.ts'
import type { Sought } from './sought.ts'

const saveDraftAfterMs = 400
let draftTimer: ReturnType<typeof setTimeout> | undefined
/** Counts openings, so that a slow answer to an earlier one cannot replace a later one. */
let opening = 0

/** Shows a conversation main has read, at what was sought in it or at its end. */
export function show(conversation: Conversation, sought: Sought | null = null): void {
  const live = { ...state().live }
  for (const message of conversation.messages) {
    if (message.kind === 'answer' && message.outcome.kind === 'running') live[message.id] = longer(live[message.id], message)
  }
  change({
    conversation: { id: conversation.id, title: conversation.title, isSaved: true, messages: conversation.messages, sought },
    draft: conversation.draft,
    model: conversation.model ?? state().models?.chosen ?? null,
    live,
  })
}

/** Opens a conversation from the history; what stood in the prompt box is kept for when its own is opened again. */
export async function open(conversationId: string, sought: Sought | null = null): Promise<void> {
  saveDraftNow()
  opening += 1
  const mine = opening
  const reply = await ask('history.open', { conversationId })
  if (mine === opening && reply.ok && reply.value !== null) show(reply.value, sought)
}

/** Reads the open conversation again, after a piece of an answer was missed. The prompt box keeps what is in it. */
export async function reread(conversationId: string): Promise<void> {
  const reply = await call('history.open', { conversationId })
  const { conversation, draft, model } = state()
  if (!reply.ok || reply.value === null || conversation.id !== conversationId) return
  show(reply.value)
  change({ draft, model })
}

/** Starts an empty conversation. Nothing of it is saved until its first prompt is sent, but for its draft. */
export function startNew(): void {
  saveDraftNow()
  opening += 1
  if (state().conversation.isSaved || state().conversation.messages.length > 0) {
    change({ conversation: newConversation(), draft: state().newDraft, model: state().models?.chosen ?? state().model })
    void call('history.open', { conversationId: null })
  }
}

/** Keeps what stands in the prompt box: on screen at once, saved a moment after the last key. */
export function setDraft(draft: Draft): void {
  change(state().conversation.isSaved ? { draft } : { draft, newDraft: draft })
  clearTimeout(draftTimer)
  draftTimer = setTimeout(saveDraftNow, saveDraftAfterMs)
}

/** Saves a draft that is waiting to be saved; call it before the box shows something else or the window closes. */
export function saveDraftNow(): void {
  void savedDraft()
}

/** The same; resolves when main has answered. */
export async function savedDraft(): Promise<void> {
  if (draftTimer === undefined) return
  clearTimeout(draftTimer)
  draftTimer = undefined
  const { conversation, draft } = state()
  await call('history.saveDraft', { conversationId: conversation.isSaved ? conversation.id : null, draft })
}

/** Empties the prompt box because its content is being sent. The saved draft stays until main has the prompt. */
export function clearDraft(): void {
  clearTimeout(draftTimer)
  draftTimer = undefined
  change(state().conversation.isSaved ? { draft: emptyDraft } : { draft: emptyDraft, newDraft: emptyDraft })
}
