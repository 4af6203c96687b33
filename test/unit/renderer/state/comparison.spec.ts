// Answers side by side in the open conversation, and which models the next prompt goes to.

import { expect, test } from '@playwright/test'
import type { PlacedAnswer, PlacedMessage } from '../../../../shared/types/conversations.ts'
import { comparedModels, compareNext, modelsToAsk } from '../../../../renderer/state/compared.ts'
import { allShown, runningAnswers, withAnswer, withoutColumn } from '../../../../renderer/state/comparison.ts'
import { change, newConversation, state } from '../../../../renderer/state/store.ts'
import { answered } from './answers.ts'

const column = (id: string, kind: 'running' | 'finished' = 'finished'): PlacedAnswer => ({
  ...answered({ id, outcome: { kind } }),
  kind: 'answer',
  siblings: { place: 1, count: 2, compared: 2 },
})
const prompt: PlacedMessage = {
  kind: 'prompt',
  id: 'p',
  parentId: null,
  text: 'Why?',
  attachments: [],
  createdAt: 1,
  siblings: { place: 1, count: 1, compared: 0 },
}
const ids = (messages: readonly { readonly id: string }[] | null) => messages?.map(({ id }) => id)

test('knows which of the answers at the end are being written', () => {
  expect(runningAnswers({ messages: [prompt], comparison: [column('a'), column('b', 'running'), column('c', 'running')] })).toEqual([
    'b',
    'c',
  ])
  expect(runningAnswers({ messages: [prompt, column('a', 'running')], comparison: null })).toEqual(['a'])
  expect(runningAnswers({ messages: [prompt, column('a')], comparison: null })).toEqual([])
})

test('puts an answer into the place of another, wherever that stands', () => {
  const shown = { messages: [prompt], comparison: [column('a'), column('b')] }
  expect(ids(allShown(withAnswer(shown, 'a', column('again'))))).toEqual(['p', 'again', 'b'])
  expect(ids(allShown(withAnswer({ messages: [prompt, column('a')], comparison: null }, 'a', column('again'))))).toEqual(['p', 'again'])
})

test('the last answer that is left of a comparison is the end as usual', () => {
  const shown = { messages: [prompt], comparison: [column('a'), column('b'), column('c')] }
  const two = withoutColumn(shown, 'b')
  expect(ids(two.comparison)).toEqual(['a', 'c'])
  expect(withoutColumn(two, 'c')).toEqual({ messages: [prompt, column('a')], comparison: null })
})

test('each conversation keeps the models that were chosen for its next prompt, and a single one is the chosen model', () => {
  change({ model: 'one', conversation: { ...newConversation(), isSaved: true } })
  expect(modelsToAsk(state())).toEqual(['one'])
  compareNext(['one', 'two', 'three', 'four', 'five'])
  expect(comparedModels(state())).toEqual(['one', 'two', 'three', 'four'])
  const { conversation } = state()
  change({ conversation: newConversation() })
  expect(modelsToAsk(state())).toEqual(['one'])
  change({ conversation })
  compareNext(['two'])
  expect([comparedModels(state()), modelsToAsk(state())]).toEqual([[], ['two']])
})
