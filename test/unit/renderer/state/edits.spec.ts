// Edited prompts: the models they are sent to, and what happens when they cannot be sent.

import { expect, test } from '@playwright/test'
import { failed, succeeded } from '../../../../shared/failures.ts'
import type { AnswerWithSiblings } from '../../../../shared/types/messages.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { applyModelList } from '../../../../renderer/state/choose-model.ts'
import { getComposer, setComparedModels } from '../../../../renderer/state/composer.ts'
import { getConversation } from '../../../../renderer/state/conversation.ts'
import { getDialog } from '../../../../renderer/state/layout.ts'
import { editFailedPrompt, showConversation } from '../../../../renderer/state/open-conversation.ts'
import { sendEditedPrompt } from '../../../../renderer/state/send-prompt.ts'
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

/** Records the runs that main is asked to start; it accepts or refuses each. */
function recordStartedRuns(answer: 'accepted' | 'refused'): readonly RunRequest[] {
  const requests: RunRequest[] = []
  bridge.respond({
    'run.start': async (request) => {
      requests.push(request)
      return answer === 'accepted' ? succeeded(conversation) : failed('internal')
    },
  })
  return requests
}

test.describe('edited prompt', () => {
  test('asks for a vision model instead of sending an image to a text-only model', async () => {
    const textOnlyModel = { id: 'org/blind', task: 'chat', routes: [], supportsVision: false, server: null } as const
    const list = { models: [textOnlyModel], servers: [], fetchedAt: 1, failure: null, favourites: [], recent: [], chosen: textOnlyModel.id }
    const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 } as const
    applyModelList(list)
    showConversation({ ...conversation, model: textOnlyModel.id })
    const shown = getConversation()
    expect(await sendEditedPrompt('p', { text: 'What is this?', attachments: [image] }, false)).toBeNull()
    expect(getDialog()).toEqual({ kind: 'vision-models' })
    expect(getConversation()).toBe(shown)
  })

  test('sends the prompt of a comparison to the same models as a new comparison', async () => {
    const requests = recordStartedRuns('accepted')
    showConversation(compared)
    await sendEditedPrompt('p', editedPrompt, false)
    expect(requests.map(({ model, prompt: { kind } }) => [model, kind])).toEqual([
      ['org/one', 'new'],
      ['org/two', 'regenerate'],
    ])
    const [first] = requests
    expect(requests.every(({ comparisonId }) => comparisonId === first?.comparisonId && comparisonId !== 'c')).toBe(true)
  })

  test('shows the edited prompt in place of the original until main has replied', async () => {
    recordStartedRuns('accepted')
    showConversation(compared)
    const sending = sendEditedPrompt('p', editedPrompt, false)
    expect(getConversation()).toMatchObject({ messages: [{ text: 'Why not?', parentId: null }], comparison: null })
    await sending
    expect(getConversation()).toMatchObject({ messages: [{ id: 'p' }], startingRunIds: [] })
  })

  test('restores the comparison when main refuses the edited prompt', async () => {
    recordStartedRuns('refused')
    showConversation(compared)
    const shown = getConversation()
    await sendEditedPrompt('p', editedPrompt, false)
    expect(getConversation()).toEqual(shown)
  })

  test('sends a prompt with one answer only to the model of the conversation', async () => {
    const requests = recordStartedRuns('accepted')
    showConversation(conversation)
    setComparedModels(['org/two', 'org/three'])
    await sendEditedPrompt('p', editedPrompt, false)
    expect(requests.map(({ model, comparisonId }) => [model, comparisonId])).toEqual([['org/one', null]])
    expect(getComposer().comparedModels).toEqual(['org/two', 'org/three'])
  })
})

test.describe('prompt put back into the box', () => {
  test('keeps the compared models when a prompt is put back into the box', () => {
    showConversation(conversation)
    setComparedModels(['org/two', 'org/three'])
    editFailedPrompt('p')
    expect([getComposer().draft.text, getComposer().comparedModels]).toEqual(['Why?', ['org/two', 'org/three']])
  })

  test('selects the models of the comparison unless others were chosen', () => {
    showConversation(compared)
    editFailedPrompt('p')
    expect(getComposer().comparedModels).toEqual(['org/one', 'org/two'])
    bridge.reset()
    showConversation(compared)
    setComparedModels(['org/three', 'org/four'])
    editFailedPrompt('p')
    expect(getComposer().comparedModels).toEqual(['org/three', 'org/four'])
  })
})
