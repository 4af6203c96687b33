// Sending prompts: a new one from the prompt box, or an edited one.

import { filterImages } from '../../shared/attachments.ts'
import type { Reply } from '../../shared/failures.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import type { MessageWithSiblings, Prompt } from '../../shared/types/messages.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { getAnsweringModels, getModelsForEdit } from './comparison.ts'
import { approveInstructions, getComposer, getSetup, getTargetModels, restoreRecord, takeRecord } from './composer.ts'
import { getConversation } from './conversation.ts'
import { findDraftSecrets } from './drafts.ts'
import { openDialog } from './layout.ts'
import { getModels, lacksVision } from './models.ts'
import { blockForReview } from './secret-review.ts'
import { needsSecretReview } from './setup.ts'
import { createRunRequest, startRuns } from './start-runs.ts'

/**
 * Sends the content of the prompt box to the chosen models. Without one, the model picker opens instead. What seems to hold a secret is
 * held back, unless the person has been warned and `allowSecrets`. When main refuses the prompt, it goes back into the box.
 */
export async function sendPrompt(draft: Draft, allowSecrets = false): Promise<void> {
  const [first, ...others] = getTargetModels()
  if (first === undefined) return openDialog('models')
  // Main checks again, and decides. The check here keeps the prompt from being shown as sent for a moment.
  if (!allowSecrets && (findDraftSecrets(draft).length > 0 || needsSecretReview())) return blockForReview()
  if (allowSecrets) approveInstructions(getSetup().instructions)
  const conversation = getConversation()
  const prompt = createPrompt(draft, conversation.messages.at(-1)?.id ?? null)
  const requests = createRequests(prompt, [first, ...others], allowSecrets)
  const sent = takeRecord(draft)
  const reply = await startRuns(requests, prompt)
  if (reply.ok) return
  restoreRecord(sent)
  if (reply.failure.code === 'secret-in-prompt' && getConversation().id === conversation.id) blockForReview()
}

/**
 * Sends an edited prompt, as a sibling of the original. A prompt whose answers are side by side goes to the same models again. Fails as
 * main does; null: a model has to be chosen first. The prompt's editor keeps the text either way.
 */
export async function sendEditedPrompt(promptId: string, draft: Draft, allowSecrets: boolean): Promise<Reply<void> | null> {
  const conversation = getConversation()
  const { model } = getComposer()
  const original = conversation.messages.find(({ id }) => id === promptId)
  if (original?.kind !== 'prompt') return null
  const [first, ...others] = getModelsForEdit(conversation, promptId, model)
  if (first === undefined) {
    openDialog('models')
    return null
  }
  const isCompared = getAnsweringModels(conversation, promptId).length > 0
  // In a comparison, a model that cannot read images says so in its column, and the others answer.
  if (!isCompared && lacksVision(getModels(), first) && filterImages(draft.attachments).length > 0) {
    openDialog('vision-models')
    return null
  }
  const prompt = createPrompt(draft, original.parentId)
  return startRuns(createRequests(prompt, [first, ...others], allowSecrets), prompt)
}

type NewPrompt = Prompt & Pick<MessageWithSiblings, 'siblings'>

/** Until main has it, a prompt is shown without its siblings. */
function createPrompt({ text, attachments }: Draft, parentId: string | null): NewPrompt {
  const siblings = { ordinal: 1, count: 1, comparedCount: 0 }
  return { kind: 'prompt', id: crypto.randomUUID(), parentId, text: text.trim(), attachments, createdAt: Date.now(), siblings }
}

/** The first run brings the prompt; the others of a comparison answer the same one. */
function createRequests(
  { id, parentId, text, attachments }: Prompt,
  [first, ...others]: readonly [string, ...(readonly string[])],
  allowSecrets: boolean,
): readonly [RunRequest, ...(readonly RunRequest[])] {
  const comparisonId = others.length === 0 ? null : crypto.randomUUID()
  return [
    createRunRequest({ kind: 'new', id, parentId, text, attachments, allowSecrets }, first, comparisonId),
    ...others.map((model) => createRunRequest({ kind: 'regenerate', id }, model, comparisonId)),
  ]
}
