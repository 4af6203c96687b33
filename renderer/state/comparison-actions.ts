// What is done with one of the answers that stand side by side, and leaves the others as they are: asking for it again, going on with
// it, another model beside it. An answer that stands alone goes its usual way from here.

import { canContinue } from '../../shared/can-continue.ts'
import { type Answer, type AnswerWithSiblings, maxComparedModels } from '../../shared/types/messages.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { getComposer } from './composer.ts'
import { getConversation, replaceConversation, updateConversation, useConversation } from './conversation.ts'
import { openDialog } from './layout.ts'
import { dismissUndoToastsIfFull } from './branches.ts'
import { withAnswer, withoutColumn } from './comparison.ts'
import {
  toRetryPrompt,
  continueLastAnswer,
  createSiblings,
  createRunRequest,
  retryPrompt,
  startColumnRun,
  createRunningAnswer,
  notifyOmittedImages,
} from './runs.ts'
import { needsSecretReview } from './setup.ts'

/** Whether an answer is one of those that are side by side now. */
export function useIsInComparison(answerId: string): boolean {
  return useConversation(({ comparison }) => comparison?.some(({ id }) => id === answerId) ?? false)
}

/** Asks for an answer once more: in its column by its own model, elsewhere by `model`. */
export async function retry(answer: Answer, model = getComposer().model): Promise<void> {
  const column = findColumn(answer)
  if (column === undefined) return retryPrompt(answer.parentId, model)
  const started = createRunningAnswer(column.parentId, column.model, column.comparisonId)
  await replaceColumn(column, toRetryPrompt(column.parentId), { ...started, siblings: createSiblings(column) })
}

/** Goes on with an answer that stopped too early, in its place. */
export async function continueFromAnswer(answer: Answer): Promise<void> {
  const column = findColumn(answer)
  if (column === undefined) return continueLastAnswer(answer.id)
  if (!canContinue(column)) return
  const { parentId, model, comparisonId, text, reasoning } = column
  const started = createRunningAnswer(parentId, model, comparisonId)
  await replaceColumn(column, { kind: 'continue', id: column.id }, { ...started, text, reasoning, siblings: createSiblings(column) })
}

/** Asks another model the same, beside those that are there. */
export async function addColumn(neighbor: Answer, model: string): Promise<void> {
  const conversation = getConversation()
  const { comparison } = conversation
  const column = findColumn(neighbor)
  if (column === undefined || comparison === null || comparison.length >= maxComparedModels) return
  if (needsSecretReview()) return openDialog('instructions')
  const answer = { ...createRunningAnswer(column.parentId, model, column.comparisonId), siblings: createSiblings(column) }
  const prompt = conversation.messages.at(-1)
  if (prompt !== undefined) notifyOmittedImages(model, prompt, conversation)
  const answers = [...comparison, answer]
  updateConversation({ scrollTarget: null, comparison: answers })
  const isAccepted = await startColumnRun(createRunRequest(toRetryPrompt(column.parentId), answer), (current) =>
    withoutColumn(current, answer.id),
  )
  if (isAccepted) dismissUndoToastsIfFull(answers)
}

async function replaceColumn(column: AnswerWithSiblings, prompt: RunRequest['prompt'], answer: AnswerWithSiblings): Promise<void> {
  if (needsSecretReview()) return openDialog('instructions')
  replaceConversation({ ...withAnswer(getConversation(), column.id, answer), scrollTarget: null })
  await startColumnRun(createRunRequest(prompt, answer), (current) => withAnswer(current, answer.id, column))
}

function findColumn({ id }: Answer): AnswerWithSiblings | undefined {
  return getConversation().comparison?.find((column) => column.id === id)
}
