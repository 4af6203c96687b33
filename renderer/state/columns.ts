// What is done with one of the answers that stand side by side, and leaves the others as they are: asking for it again, going on with
// it, another model beside it. An answer that stands alone goes its usual way from here.

import { canContinue } from '../../shared/continuing.ts'
import { mostCompared, type Answer, type PlacedAnswer } from '../../shared/types/conversations.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import { change, state, useWindow } from './store.ts'
import { endUndosIfFull } from './branches.ts'
import { withAnswer, withoutColumn } from './comparison.ts'
import { again, continueAnswer, nextTo, requested, sendAgain, startColumn, startedAnswer, tellLeftOut } from './runs.ts'
import { areHeldBack } from './setup.ts'

/** Whether an answer is one of those that are side by side now. */
export function useIsColumn(answerId: string): boolean {
  return useWindow(({ conversation }) => conversation.comparison?.some(({ id }) => id === answerId) ?? false)
}

/** Asks for an answer once more: in its column by its own model, elsewhere by `model`. */
export async function retry(answer: Answer, model = state().model): Promise<void> {
  const column = columnOf(answer)
  if (column === undefined) return sendAgain(answer.parentId, model)
  const started = startedAnswer(column.parentId, column.model, column.comparison)
  await replaceColumn(column, again(column.parentId), { ...started, siblings: nextTo(column) })
}

/** Goes on with an answer that stopped too early, in its place. */
export async function goOnWith(answer: Answer): Promise<void> {
  const column = columnOf(answer)
  if (column === undefined) return continueAnswer(answer.id)
  if (!canContinue(column)) return
  const { parentId, model, comparison, text, reasoning } = column
  const started = startedAnswer(parentId, model, comparison)
  await replaceColumn(column, { kind: 'continue', id: column.id }, { ...started, text, reasoning, siblings: nextTo(column) })
}

/** Asks another model the same, beside those that are there. */
export async function addColumn(beside: Answer, model: string): Promise<void> {
  const { conversation } = state()
  const { comparison } = conversation
  const column = columnOf(beside)
  if (column === undefined || comparison === null || comparison.length >= mostCompared) return
  if (areHeldBack(state())) return change({ dialog: 'instructions' })
  const answer = { ...startedAnswer(column.parentId, model, column.comparison), siblings: nextTo(column) }
  const prompt = conversation.messages.at(-1)
  if (prompt !== undefined) tellLeftOut(model, prompt, conversation)
  const answers = [...comparison, answer]
  change({ conversation: { ...conversation, sought: null, comparison: answers } })
  const isTakenUp = await startColumn(requested(again(column.parentId), answer), (now) => withoutColumn(now, answer.id))
  if (isTakenUp) endUndosIfFull(answers)
}

async function replaceColumn(column: PlacedAnswer, prompt: RunRequest['prompt'], answer: PlacedAnswer): Promise<void> {
  if (areHeldBack(state())) return change({ dialog: 'instructions' })
  change({ conversation: { ...withAnswer(state().conversation, column.id, answer), sought: null } })
  await startColumn(requested(prompt, answer), (now) => withAnswer(now, answer.id, column))
}

function columnOf({ id }: Answer): PlacedAnswer | undefined {
  return state().conversation.comparison?.find((column) => column.id === id)
}
