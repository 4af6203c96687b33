// Going on in a new conversation, which takes a while with a long one: one is made at a time, and the wait and its end are told.

import { expect, test } from '@playwright/test'
import { failed, succeeded, type Reply } from '../../../../shared/errors.ts'
import type { OpenedConversation } from '../../../../shared/types/conversations.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { forkAt } from '../../../../renderer/state/branches.ts'
import { startNew } from '../../../../renderer/state/conversation.ts'
import { startWords } from '../../../../renderer/i18n/i18n.ts'
import { change, emptyDraft, newConversation, state } from '../../../../renderer/state/store.ts'
import { placePageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'

let bridge: PageBridge
test.beforeAll(async () => {
  bridge = placePageBridge()
  await startWords()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.forget())

const siblings = { place: 1, count: 1, compared: 0 } as const
const prompt = { kind: 'prompt', id: 'p', parentId: null, text: 'Why?', attachments: [], createdAt: 1, siblings } as const
const conversation = { ...newConversation(), isSaved: true, messages: [prompt] }
const made: OpenedConversation = {
  id: 'fork',
  title: 'Why?',
  isPinned: false,
  model: 'one',
  updatedAt: 1,
  excerpt: '',
  messages: [],
  earlier: 0,
  earlierPictures: { count: 0, bytes: 0 },
  comparison: null,
  draft: emptyDraft,
  setup: null,
  progress: [],
}

/** How often main is asked for one from now on, and what ends the making of it. */
function making() {
  const { promise, resolve: end } = Promise.withResolvers<Reply<OpenedConversation | null>>()
  const asked: string[] = []
  bridge.answer({
    // What stands in the box is saved before it is left.
    'history.saveDraft': async () => succeeded(undefined),
    'history.fork': ({ messageId }) => {
      asked.push(messageId)
      return promise
    },
  })
  change({ conversation })
  return { asked, end }
}

const told = () => state().toasts.map(({ text }) => text)

test('a second press makes no second one, and the wait is told until it ends', async () => {
  const { asked, end } = making()
  const forking = forkAt(prompt)
  await forkAt(prompt)
  expect(told()).toEqual([])
  await expect.poll(told).toEqual([en.chat.forking])
  end(succeeded(made))
  await forking
  expect(asked).toEqual(['p'])
  expect(told()).toEqual([])
  expect(state().conversation.id).toBe('fork')
})

test('one that is made at once is not told', async () => {
  const { end } = making()
  end(succeeded(made))
  await forkAt(prompt)
  expect(told()).toEqual([])
})

test('who left is told where it is, and stays where they went', async () => {
  const { end } = making()
  const forking = forkAt(prompt)
  startNew()
  end(succeeded(made))
  await forking
  expect(state().conversation.isSaved).toBe(false)
  expect(told()).toContain(en.chat.forked.replace('{{title}}', 'Why?'))
})

test('a failure is told in the place of the wait, and another can be begun', async () => {
  const { end } = making()
  const forking = forkAt(prompt)
  await expect.poll(told).toEqual([en.chat.forking])
  end(failed('history-full-disk'))
  await forking
  expect(told()).toEqual([en.failures['history-full-disk']])
  const { asked, end: endAgain } = making()
  endAgain(succeeded(made))
  await forkAt(prompt)
  expect(asked).toEqual(['p'])
})
