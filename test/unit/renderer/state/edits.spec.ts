// Prompts that are edited in their place: whom they go to, and what cannot be sent stays in the editor.

import { expect, test } from '@playwright/test'
import { failed, succeeded } from '../../../../shared/failures.ts'
import type { AnswerWithSiblings } from '../../../../shared/types/messages.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { applyModelList } from '../../../../renderer/state/choose-model.ts'
import { getComposer, setComparedModels } from '../../../../renderer/state/composer.ts'
import { getConversation } from '../../../../renderer/state/conversation.ts'
import { getDialog } from '../../../../renderer/state/layout.ts'
import { editFailedPrompt, showConversation } from '../../../../renderer/state/open-conversation.ts'
import { sendEditedPrompt } from '../../../../renderer/state/runs.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { finishedAnswer, openedConversation } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())

const prompt = { kind: 'prompt', id: 'p', parentId: null, text: 'Why?', attachments: [], createdAt: 1 } as const
const conversation = openedConversation({
  model: 'org/one',
  messages: [{ ...prompt, siblings: { ordinal: 1, count: 1, comparedCount: 0 } }],
})
const createColumn = (id: string, model: string): AnswerWithSiblings => ({
  ...finishedAnswer({ id, model, parentId: 'p', comparisonId: 'c' }),
  kind: 'answer',
  siblings: { ordinal: 1, count: 2, comparedCount: 2 },
})
const compared = { ...conversation, model: 'org/other', comparison: [createColumn('a', 'org/one'), createColumn('b', 'org/two')] }
const editedPrompt = { text: 'Why not?', attachments: [] }

/** What main is asked to start from now on; it answers each with this. */
function recordStartedRuns(answer: 'taken up' | 'refused'): readonly RunRequest[] {
  const requests: RunRequest[] = []
  bridge.respond({
    'run.start': async (request) => {
      requests.push(request)
      return answer === 'taken up' ? succeeded(undefined) : failed('internal')
    },
  })
  return requests
}

test('a prompt with a picture is not sent to a model that does not see, which is then to be chosen anew', async () => {
  const textOnlyModel = { id: 'org/blind', task: 'chat', routes: [], canSee: false, server: null } as const
  const list = { models: [textOnlyModel], servers: [], fetchedAt: 1, failure: null, favourites: [], recent: [], chosen: textOnlyModel.id }
  const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 } as const
  applyModelList(list)
  showConversation({ ...conversation, model: textOnlyModel.id })
  const shown = getConversation()
  expect(await sendEditedPrompt('p', { text: 'What is this?', attachments: [image] }, false)).toBeNull()
  expect(getDialog()).toEqual({ kind: 'vision-models' })
  expect(getConversation()).toBe(shown)
})

test('a prompt whose answers are side by side goes to the same models, whose answers are side by side again', async () => {
  const requests = recordStartedRuns('taken up')
  showConversation(compared)
  await sendEditedPrompt('p', editedPrompt, false)
  expect(requests.map(({ model, prompt: { kind } }) => [model, kind])).toEqual([
    ['org/one', 'new'],
    ['org/two', 'regenerate'],
  ])
  const [first] = requests
  expect(requests.every(({ comparisonId }) => comparisonId === first?.comparisonId && comparisonId !== 'c')).toBe(true)
  const { messages, comparison } = getConversation()
  expect(messages).toMatchObject([{ text: 'Why not?', siblings: { ordinal: 2, count: 2 } }])
  expect(comparison?.map(({ model, parentId }) => [model, parentId])).toEqual([
    ['org/one', messages[0]?.id],
    ['org/two', messages[0]?.id],
  ])
})

test('the comparison is there as before when main does not take up what was edited', async () => {
  recordStartedRuns('refused')
  showConversation(compared)
  const shown = getConversation()
  await sendEditedPrompt('p', editedPrompt, false)
  expect(getConversation()).toEqual(shown)
})

test('a prompt with one answer goes to the chosen model alone, whatever is chosen for the next one', async () => {
  const requests = recordStartedRuns('taken up')
  showConversation(conversation)
  setComparedModels(['org/two', 'org/three'])
  await sendEditedPrompt('p', editedPrompt, false)
  expect(requests.map(({ model, comparisonId }) => [model, comparisonId])).toEqual([['org/one', null]])
  expect(getComposer().comparedModels).toEqual(['org/two', 'org/three'])
})

test('a prompt that is put back into the box leaves what was chosen for the next one', () => {
  showConversation(conversation)
  setComparedModels(['org/two', 'org/three'])
  editFailedPrompt('p')
  expect([getComposer().draft.text, getComposer().comparedModels]).toEqual(['Why?', ['org/two', 'org/three']])
})

test('one whose answers are side by side is for the same models again, unless others were chosen', () => {
  showConversation(compared)
  editFailedPrompt('p')
  expect(getComposer().comparedModels).toEqual(['org/one', 'org/two'])
  bridge.reset()
  showConversation(compared)
  setComparedModels(['org/three', 'org/four'])
  editFailedPrompt('p')
  expect(getComposer().comparedModels).toEqual(['org/three', 'org/four'])
})
