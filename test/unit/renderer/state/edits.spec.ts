// Prompts that are edited in their place: whom they go to, and what cannot be sent stays in the editor.

import { expect, test } from '@playwright/test'
import { failed, succeeded } from '../../../../shared/errors.ts'
import type { PlacedAnswer } from '../../../../shared/types/conversations.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { compareNext, comparedModels } from '../../../../renderer/state/compared.ts'
import { editPrompt } from '../../../../renderer/state/conversation.ts'
import { sendEdited } from '../../../../renderer/state/runs.ts'
import { change, newConversation, state } from '../../../../renderer/state/store.ts'
import { placePageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { answered } from './answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = placePageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.forget())

const prompt = { kind: 'prompt', id: 'p', parentId: null, text: 'Why?', attachments: [], createdAt: 1 } as const
const conversation = { ...newConversation(), isSaved: true, messages: [{ ...prompt, siblings: { place: 1, count: 1, compared: 0 } }] }
const column = (id: string, model: string): PlacedAnswer => ({
  ...answered({ id, model, parentId: 'p', comparison: 'c' }),
  kind: 'answer',
  siblings: { place: 1, count: 2, compared: 2 },
})
const compared = { ...conversation, comparison: [column('a', 'org/one'), column('b', 'org/two')] }
const edited = { text: 'Why not?', attachments: [] }

/** What main is asked to start from now on; it answers each with this. */
function started(answer: 'taken up' | 'refused'): readonly RunRequest[] {
  const requests: RunRequest[] = []
  bridge.answer({
    'run.start': async (request) => {
      requests.push(request)
      return answer === 'taken up' ? succeeded(undefined) : failed('internal')
    },
  })
  return requests
}

test('a prompt with a picture is not sent to a model that does not see, which is then to be chosen anew', async () => {
  const blind = { id: 'org/blind', task: 'chat', routes: [], canSee: false, server: null } as const
  const list = { models: [blind], servers: [], fetchedAt: 1, failure: null, favourites: [], recent: [], chosen: blind.id }
  const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 } as const
  change({ conversation, model: blind.id, models: list })
  expect(await sendEdited('p', { text: 'What is this?', attachments: [image] }, false)).toBeNull()
  expect(state()).toMatchObject({ dialog: 'seeing-models', conversation })
})

test('a prompt whose answers are side by side goes to the same models, whose answers are side by side again', async () => {
  const requests = started('taken up')
  change({ conversation: compared, model: 'org/other' })
  await sendEdited('p', edited, false)
  expect(requests.map(({ model, prompt: { kind } }) => [model, kind])).toEqual([
    ['org/one', 'new'],
    ['org/two', 'again'],
  ])
  const [first] = requests
  expect(requests.every(({ comparison }) => comparison === first?.comparison && comparison !== 'c')).toBe(true)
  const { messages, comparison } = state().conversation
  expect(messages).toMatchObject([{ text: 'Why not?', siblings: { place: 2, count: 2 } }])
  expect(comparison?.map(({ model, parentId }) => [model, parentId])).toEqual([
    ['org/one', messages[0]?.id],
    ['org/two', messages[0]?.id],
  ])
})

test('the comparison is there as before when main does not take up what was edited', async () => {
  started('refused')
  change({ conversation: compared, model: 'org/other' })
  await sendEdited('p', edited, false)
  expect(state().conversation).toEqual(compared)
})

test('a prompt with one answer goes to the chosen model alone, whatever is chosen for the next one', async () => {
  const requests = started('taken up')
  change({ conversation, model: 'org/one' })
  compareNext(['org/two', 'org/three'])
  await sendEdited('p', edited, false)
  expect(requests.map(({ model, comparison }) => [model, comparison])).toEqual([['org/one', null]])
  expect(comparedModels(state())).toEqual(['org/two', 'org/three'])
})

test('a prompt that is put back into the box leaves what was chosen for the next one', () => {
  change({ conversation, model: 'org/one' })
  compareNext(['org/two', 'org/three'])
  editPrompt('p')
  expect([state().draft.text, comparedModels(state())]).toEqual(['Why?', ['org/two', 'org/three']])
})

test('one whose answers are side by side is for the same models again, unless others were chosen', () => {
  change({ conversation: compared, model: 'org/other' })
  editPrompt('p')
  expect(comparedModels(state())).toEqual(['org/one', 'org/two'])
  bridge.forget()
  change({ conversation: compared, model: 'org/other' })
  compareNext(['org/three', 'org/four'])
  editPrompt('p')
  expect(comparedModels(state())).toEqual(['org/three', 'org/four'])
})
