// Answers side by side in the open conversation, and the models of the next prompt.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/failures.ts'
import type { AnswerWithSiblings, MessageWithSiblings } from '../../../../shared/types/messages.ts'
import { getComposer, getTargetModels, setComparedModels, setModel } from '../../../../renderer/state/composer.ts'
import { getRunIds, getShownMessages, withAnswer } from '../../../../renderer/state/comparison.ts'
import { openConversation, showConversation, startNewConversation } from '../../../../renderer/state/open-conversation.ts'
import { installPageBridge } from '../../../support/page/page-bridge.ts'
import { finishedAnswer, openedConversation } from './sample-answers.ts'

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

test.describe('comparison', () => {
  test('lists the runs at the end, started or about to be', () => {
    const columns = [createColumn('a'), createColumn('b', 'running'), createColumn('c', 'running')]
    expect(getRunIds({ messages: [prompt], comparison: columns, startingRunIds: [] })).toEqual(['b', 'c'])
    expect(getRunIds({ messages: [prompt], comparison: columns, startingRunIds: ['c', 'd'] })).toEqual(['c', 'd', 'b'])
    expect(getRunIds({ messages: [prompt, createColumn('a', 'running')], comparison: null, startingRunIds: [] })).toEqual(['a'])
    expect(getRunIds({ messages: [prompt, createColumn('a')], comparison: null, startingRunIds: [] })).toEqual([])
  })

  test('replaces an answer in the messages or the comparison', () => {
    const shownConversation = { messages: [prompt], comparison: [createColumn('a'), createColumn('b')] }
    expect(getIds(getShownMessages(withAnswer(shownConversation, 'a', createColumn('again'))))).toEqual(['p', 'again', 'b'])
    expect(
      getIds(getShownMessages(withAnswer({ messages: [prompt, createColumn('a')], comparison: null }, 'a', createColumn('again')))),
    ).toEqual(['p', 'again'])
  })
})

test.describe('compared models', () => {
  test('remembers the compared models per conversation; a single one becomes its model', async () => {
    const bridge = installPageBridge()
    const conversation = openedConversation({ id: 'a', model: 'one' })
    bridge.respond({ 'history.open': async () => succeeded(conversation) })
    showConversation(conversation)
    expect(getTargetModels()).toEqual(['one'])
    setComparedModels(['one', 'two', 'three', 'four', 'five'])
    expect(getTargetModels()).toEqual(['one', 'two', 'three', 'four'])
    startNewConversation()
    setModel('one')
    expect(getTargetModels()).toEqual(['one'])
    await openConversation('a')
    expect(getTargetModels()).toEqual(['one', 'two', 'three', 'four'])
    setComparedModels(['two'])
    expect([getComposer().comparedModels, getTargetModels()]).toEqual([[], ['two']])
    bridge.remove()
  })
})
