// Slice: what is being written in the prompt box, one record per conversation. Hides which record belongs to the open conversation, and
// when drafts and setups are saved.

import { useMemo } from 'react'
import type { Attachment, TextAttachment } from '../../shared/types/attachments.ts'
import type { OpenedConversation } from '../../shared/types/conversations.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import { maxComparedModels } from '../../shared/types/messages.ts'
import type { Setup } from '../../shared/types/style.ts'
import { translate } from '../i18n/i18n.ts'
import { callMainWithToast } from './call-with-toast.ts'
import { getConversation, useConversation, type OpenConversation } from './conversation.ts'
import { emptyDraft, joinDrafts, withText, type LocatedSecret } from './drafts.ts'
import { getModels } from './models.ts'
import { saveDraft } from './save-draft.ts'
import { getSettings } from './settings.ts'
import { createSlice } from './slice.ts'
import { createThrottledSaver } from './throttled-saver.ts'

export interface ComposerRecord {
  readonly draft: Draft
  /** Typed into the area for a text, and not yet an attachment of the draft. */
  readonly pasteAreaText: string
  /** The model of the next prompt; null until there is a list of models. */
  readonly model: string | null
  /** Two to four models that are to answer the next prompt side by side; otherwise empty, and `model` answers. */
  readonly comparedModels: readonly string[]
  /** Style and instructions; null for a new conversation while they are as in the settings. */
  readonly setup: Setup | null
  /** Why the content of the box was not sent: the secrets it seems to hold. Null once the content changes. */
  readonly secretReview: readonly LocatedSecret[] | null
  /** The name of the file that is being read for the draft. */
  readonly readingFile: string | null
}

interface ComposerState {
  /** By conversation id, or `newKey`. A conversation without a record has an empty one. */
  readonly records: Readonly<Record<string, ComposerRecord>>
  /** Instructions that seem to hold a secret and that the person decided to send. The same text needs no second approval elsewhere. */
  readonly approvedInstructions: string | null
}

/** A new conversation gets another id each time one is started, but its record stays. */
const newKey = 'new'
const emptyRecord: ComposerRecord = {
  draft: emptyDraft,
  pasteAreaText: '',
  model: null,
  comparedModels: [],
  setup: null,
  secretReview: null,
  readingFile: null,
}

const slice = createSlice<ComposerState>({ records: {}, approvedInstructions: null })

// Reading.

export function useComposer<Selected>(selector: (record: ComposerRecord) => Selected): Selected {
  const key = useConversation(getKey)
  return slice.use(({ records }) => selector(records[key] ?? emptyRecord))
}

export function getComposer(): ComposerRecord {
  return getRecord(getKey(getConversation()))
}

/** The draft that would be sent now: with the text of the paste area as an attachment. */
export function getFullDraft(): Draft {
  const { draft, pasteAreaText } = getComposer()
  return pasteAreaText.trim() === '' ? draft : withText(draft, pasteAreaText, translate('chat.attachmentName'))
}

/** The models that the next prompt goes to; none until there is a list of models. */
export function getTargetModels(): readonly string[] {
  return selectTargetModels(getComposer())
}

export function useTargetModels(): readonly string[] {
  const model = useComposer((record) => record.model)
  const comparedModels = useComposer((record) => record.comparedModels)
  return useMemo(() => selectTargetModels({ model, comparedModels }), [model, comparedModels])
}

export function useComparedModels(): readonly string[] {
  return useComposer(({ comparedModels }) => comparedModels)
}

/** The style and the instructions of the open conversation. */
export function getSetup(): Setup {
  const { style, instructions } = getSettings()
  return getComposer().setup ?? { style, instructions }
}

export function getApprovedInstructions(): string | null {
  return slice.get().approvedInstructions
}

export function useApprovedInstructions(): string | null {
  return slice.use(({ approvedInstructions }) => approvedInstructions)
}

function selectTargetModels({ model, comparedModels }: Pick<ComposerRecord, 'model' | 'comparedModels'>): readonly string[] {
  if (comparedModels.length > 0) return comparedModels
  return model === null ? [] : [model]
}

function getKey({ id, isSaved }: OpenConversation): string {
  return isSaved ? id : newKey
}

function getRecord(key: string): ComposerRecord {
  return slice.get().records[key] ?? emptyRecord
}

// Changing the record of the open conversation.

function setRecord(key: string, record: ComposerRecord): void {
  slice.set({ records: { ...slice.get().records, [key]: record } })
}

function change(changes: Partial<ComposerRecord>): void {
  setRecord(getKey(getConversation()), { ...getComposer(), ...changes })
}

/** Saved a moment later. */
export function setDraft(draft: Draft): void {
  change({ draft, secretReview: null })
  draftSaver.schedule()
}

/** Saved a moment later, as an attachment of the draft. */
export function setPasteAreaText(pasteAreaText: string): void {
  change({ pasteAreaText, secretReview: null })
  draftSaver.schedule()
}

export function addAttachment(attachment: Attachment): void {
  const { draft } = getComposer()
  setDraft({ ...draft, attachments: [...draft.attachments, attachment] })
}

export function removeAttachment(removed: Attachment): void {
  const { draft } = getComposer()
  setDraft({ ...draft, attachments: draft.attachments.filter((each) => each !== removed) })
}

/** Moves an attached text to the end of the prompt. */
export function moveTextToPrompt(attachment: TextAttachment): void {
  removeAttachment(attachment)
  setDraft(joinDrafts(getComposer().draft, { text: attachment.text, attachments: [] }))
}

export function setModel(model: string | null): void {
  change({ model })
}

/** Sends the next prompt to all of these. A single one becomes the model; with none, the model stays as it is. */
export function setComparedModels(models: readonly string[]): void {
  const [only] = models
  if (models.length > 1) change({ comparedModels: models.slice(0, maxComparedModels) })
  else change({ comparedModels: [], ...(only === undefined ? {} : { model: only }) })
}

/** Saved a moment later. */
export function changeSetup(changes: Partial<Setup>): void {
  const setup = { ...getSetup(), ...changes }
  change(changes.instructions === undefined ? { setup } : { setup, secretReview: null })
  setupSaver.schedule()
}

/** Lets these instructions be sent although they seem to hold a secret; null: none. */
export function approveInstructions(approvedInstructions: string | null): void {
  slice.set({ approvedInstructions })
}

export function setSecretReview(secretReview: readonly LocatedSecret[]): void {
  change({ secretReview })
}

/** Notes which file is being read for a conversation's draft; null when it is done. */
export function setReadingFile(conversation: OpenConversation, readingFile: string | null): void {
  const key = getKey(conversation)
  const record = getRecord(key)
  if (record.readingFile !== readingFile) setRecord(key, { ...record, readingFile })
}

// Moving a record: opening, leaving, sending, restoring.

/** Fills the record of a conversation that main has read. The models that were chosen there for a comparison stay chosen. */
export function openComposer({ id, draft, setup, model }: OpenedConversation): void {
  setRecord(id, {
    ...keepChoices(getRecord(id)),
    draft,
    setup,
    model: model ?? getModels().list?.chosen ?? null,
  })
}

/** Call before a new conversation is shown, and before the open one is left. The box then holds what was typed there before. */
export function openNewComposer(): void {
  setRecord(newKey, { ...getRecord(newKey), model: getModels().list?.chosen ?? getComposer().model })
}

/** Call before another conversation is shown. Saves what waits to be saved; the text in the paste area becomes an attachment. */
export function leaveComposer(): void {
  if (getComposer().pasteAreaText.trim() !== '') setDraft(getFullDraft())
  change({ pasteAreaText: '', secretReview: null })
  void flushDraft()
  void flushSetup()
  const { id, isSaved } = getConversation()
  // Main has the rest.
  if (isSaved) setRecord(id, keepChoices(getRecord(id)))
}

/** Forgets all records but that of the new conversation, and fills that one, as when the window starts. */
export function resetComposer(draft: Draft, setup: Setup | null): void {
  const { model } = getComposer()
  slice.set({ records: { [newKey]: { ...keepChoices(getRecord(newKey)), model, draft, setup } } })
}

/** What is being sent, and the conversation as it was before: enough to take it back. */
export interface SentRecord {
  readonly conversation: OpenConversation
  readonly record: ComposerRecord
}

/**
 * Empties the box because its content is being sent. The saved draft stays until main has the prompt. From now on the record of a new
 * conversation is found under that conversation's id, and the next new conversation has an empty one.
 */
export function takeRecord(draft: Draft): SentRecord {
  draftSaver.cancel()
  const conversation = getConversation()
  const record = { ...getComposer(), draft }
  const { [getKey(conversation)]: _taken, ...others } = slice.get().records
  const emptied = {
    ...record,
    draft: emptyDraft,
    pasteAreaText: '',
    comparedModels: [],
    setup: getSetup(),
    secretReview: null,
    readingFile: null,
  }
  slice.set({ records: { ...others, [conversation.id]: emptied } })
  return { conversation, record }
}

/** Puts back what could not be sent, in front of what has been typed there since. Call it once the conversation is as it was before. */
export function restoreRecord({ conversation, record: sent }: SentRecord): void {
  const key = getKey(conversation)
  const { [conversation.id]: typed = emptyRecord, ...others } = slice.get().records
  // Another new conversation may have been started since. It then gets what was typed in both.
  const started = others[key]
  const target = started ?? { ...typed, model: typed.model ?? sent.model, setup: typed.setup ?? sent.setup }
  const draft = [sent.draft, typed.draft, ...(started === undefined ? [] : [started.draft])].reduce(joinDrafts)
  const comparedModels = target.comparedModels.length > 0 ? target.comparedModels : sent.comparedModels
  slice.set({ records: { ...others, [key]: { ...target, draft, comparedModels } } })
  if (key === getKey(getConversation())) draftSaver.schedule()
  else void saveDraft(toConversationId(key), draft)
}

/** What stays in the window when a conversation is left. */
function keepChoices({ comparedModels, readingFile }: ComposerRecord): ComposerRecord {
  return { ...emptyRecord, comparedModels, readingFile }
}

// Saving.

const draftSaver = createThrottledSaver(() => saveDraft(toConversationId(getKey(getConversation())), getFullDraft()))
const setupSaver = createThrottledSaver(() =>
  callMainWithToast('history.saveSetup', { conversationId: toConversationId(getKey(getConversation())), setup: getSetup() }),
)

/** Saves a draft that waits to be saved. Resolves when main has answered. */
export const flushDraft = draftSaver.flush

/** Saves a setup that waits to be saved. Call it before another conversation is shown. */
export const flushSetup = setupSaver.flush

/** Saves a draft that waits to be saved. Call it before the box shows something else or the window closes. */
export function saveDraftNow(): void {
  void flushDraft()
}

function toConversationId(key: string): string | null {
  return key === newKey ? null : key
}
