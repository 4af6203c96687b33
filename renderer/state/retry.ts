// Answering a prompt again, continuing an answer, and adding a model to a comparison. What is done to an answer of a comparison leaves the
// other ones as they are.

import { canContinue } from '../../shared/can-continue.ts'
import { type Answer, type AnswerWithSiblings, maxComparedModels } from '../../shared/types/messages.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { getComposer } from './composer.ts'
import { getConversation, useConversation } from './conversation.ts'
import { openDialog } from './layout.ts'
import { copyReasoningTime } from './live-runs.ts'
import { needsSecretReview } from './setup.ts'
import { createRunRequest, notifyOmittedImages, startRuns } from './start-runs.ts'

/** Whether an answer is one of those that are side by side now. */
export function useIsInComparison(answerId: string): boolean {
  return useConversation(({ comparison }) => comparison?.some(({ id }) => id === answerId) ?? false)
}

/** Whether this answer is about to be replaced by the one that main was asked for. */
export function useIsReplaced(answerId: string): boolean {
  return useConversation(({ replacedAnswerIds }) => replacedAnswerIds.includes(answerId))
}

/** Asks for another answer to the prompt of this one: in a comparison from the same model, otherwise from `model`. */
export async function retry(answer: Answer, model = getComposer().model): Promise<void> {
  const column = findColumn(answer)
  if (column === undefined) return retryPrompt(answer.parentId, model)
  await startColumn({ kind: 'regenerate', id: column.parentId }, column.model, column.comparisonId)
}

/** Asks for another answer to a prompt, as a sibling of those that it has. */
export async function retryPrompt(promptId: string, model = getComposer().model): Promise<void> {
  const conversation = getConversation()
  const prompt = conversation.messages.find(({ id }) => id === promptId)
  if (prompt?.kind !== 'prompt') return
  if (model === null) return openDialog('models')
  if (needsSecretReview()) return openDialog('instructions')
  notifyOmittedImages(model, prompt, conversation)
  await startRuns([createRunRequest({ kind: 'regenerate', id: promptId }, model)], prompt)
}

/** Continues an answer that stopped too early, by its own model, in a new answer that begins with all of its text. */
export async function continueAnswer(answer: Answer): Promise<void> {
  const column = findColumn(answer)
  if (column === undefined) return continueLastAnswer(answer.id)
  if (canContinue(column)) await startColumn({ kind: 'continue', id: column.id }, column.model, column.comparisonId)
}

async function continueLastAnswer(answerId: string): Promise<void> {
  const conversation = getConversation()
  const [prompt, answer] = conversation.messages.slice(-2)
  if (answer?.kind !== 'answer' || answer.id !== answerId || !canContinue(answer)) return
  if (needsSecretReview()) return openDialog('instructions')
  const request = createRunRequest({ kind: 'continue', id: answerId }, answer.model)
  copyReasoningTime(answerId, request.runId)
  if (prompt !== undefined) notifyOmittedImages(answer.model, prompt, conversation)
  await startRuns([request], null)
}

/** Asks another model the same, beside those that are there. */
export async function addColumn(neighbor: Answer, model: string): Promise<void> {
  const conversation = getConversation()
  const column = findColumn(neighbor)
  const prompt = conversation.messages.at(-1)
  if (column === undefined || prompt === undefined || (conversation.comparison ?? []).length >= maxComparedModels) return
  if (needsSecretReview()) return openDialog('instructions')
  notifyOmittedImages(model, prompt, conversation)
  await startColumn({ kind: 'regenerate', id: column.parentId }, model, column.comparisonId)
}

async function startColumn(prompt: RunRequest['prompt'], model: string, comparisonId: string | null): Promise<void> {
  if (needsSecretReview()) return openDialog('instructions')
  await startRuns([createRunRequest(prompt, model, comparisonId)], null)
}

function findColumn({ id }: Answer): AnswerWithSiblings | undefined {
  return getConversation().comparison?.find((column) => column.id === id)
}
