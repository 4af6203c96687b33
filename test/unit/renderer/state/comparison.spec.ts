// Answers side by side in the open conversation, and which models the next prompt goes to.

import { expect, test } from '@playwright/test'
import type { AnswerWithSiblings, MessageWithSiblings } from '../../../../shared/types/messages.ts'
import { getComparedModels, setComparedModels, getTargetModels } from '../../../../renderer/state/compared-models.ts'
import { getShownMessages, getRunningAnswerIds, withAnswer, withoutColumn } from '../../../../renderer/state/comparison.ts'
import { setState, createEmptyConversation, getState } from '../../../../renderer/state/store.ts'
import { finishedAnswer } from './sample-answers.ts'

const createColumn = (id: string, kind: 'running' | 'finished' = 'finished'): AnswerWithSiblings => ({
  ...finishedAnswer({ id, outcome: { kind } }),
  kind: 'answer',
  siblings: { ordinal: 1, count: 2, comparedCount: 2 },
})
const prompt: MessageWithSiblings = {
  kind: 'prompt',
  id: 'p',
  parentId: null,
  text: 'Why?',
  attachments: [],
  createdAt: 1,
  siblings: { ordinal: 1, count: 1, comparedCount: 0 },
}
const getIds = (messages: readonly { readonly id: string }[] | null) => messages?.map(({ id }) => id)

test('knows which of the answers at the end are being written', () => {
  expect(
    getRunningAnswerIds({
      messages: [prompt],
      comparison: [createColumn('a'), createColumn('b', 'running'), createColumn('c', 'running')],
    }),
  ).toEqual(['b', 'c'])
  expect(getRunningAnswerIds({ messages: [prompt, createColumn('a', 'running')], comparison: null })).toEqual(['a'])
  expect(getRunningAnswerIds({ messages: [prompt, createColumn('a')], comparison: null })).toEqual([])
})

test('puts an answer into the place of another, wherever that stands', () => {
  const shownConversation = { messages: [prompt], comparison: [createColumn('a'), createColumn('b')] }
  expect(getIds(getShownMessages(withAnswer(shownConversation, 'a', createColumn('again'))))).toEqual(['p', 'again', 'b'])
  expect(
    getIds(getShownMessages(withAnswer({ messages: [prompt, createColumn('a')], comparison: null }, 'a', createColumn('again')))),
  ).toEqual(['p', 'again'])
})

test('the last answer that is left of a comparison is the end as usual', () => {
  const shownConversation = { messages: [prompt], comparison: [createColumn('a'), createColumn('b'), createColumn('c')] }
  const remainingColumns = withoutColumn(shownConversation, 'b')
  expect(getIds(remainingColumns.comparison)).toEqual(['a', 'c'])
  expect(withoutColumn(remainingColumns, 'c')).toEqual({ messages: [prompt, createColumn('a')], comparison: null })
})

test('each conversation keeps the models that were chosen for its next prompt, and a single one is the chosen model', () => {
  setState({ model: 'one', conversation: { ...createEmptyConversation(), isSaved: true } })
  expect(getTargetModels(getState())).toEqual(['one'])
  setComparedModels(['one', 'two', 'three', 'four', 'five'])
  expect(getComparedModels(getState())).toEqual(['one', 'two', 'three', 'four'])
  const { conversation } = getState()
  setState({ conversation: createEmptyConversation() })
  expect(getTargetModels(getState())).toEqual(['one'])
  setState({ conversation })
  setComparedModels(['two'])
  expect([getComparedModels(getState()), getTargetModels(getState())]).toEqual([[], ['two']])
})
