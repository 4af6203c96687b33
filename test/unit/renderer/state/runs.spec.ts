// What is told of pictures that a model is not given when it is asked once more.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/errors.ts'
import type { ImageAttachment, PlacedAnswer, PlacedMessage } from '../../../../shared/types/conversations.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { addColumn } from '../../../../renderer/state/columns.ts'
import { continueAnswer, sendAgain } from '../../../../renderer/state/runs.ts'
import { startWords } from '../../../../renderer/i18n/i18n.ts'
import { change, newConversation, state } from '../../../../renderer/state/store.ts'
import { placePageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { answered } from './answers.ts'

let bridge: PageBridge
test.beforeAll(async () => {
  bridge = placePageBridge()
  await startWords()
})
test.afterAll(() => bridge.remove())

const siblings = { place: 1, count: 1, compared: 0 } as const
const image: ImageAttachment = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 }
const prompt = (id: string, parentId: string | null, attachments: readonly ImageAttachment[]): PlacedMessage => {
  return { kind: 'prompt', id, parentId, text: 'Look', attachments, createdAt: 1, siblings }
}
const answer = (id: string, parentId: string): PlacedAnswer => {
  return { ...answered({ id, parentId, model: 'org/blind', text: 'A ti', outcome: { kind: 'stopped' } }), kind: 'answer', siblings }
}
const messages = [prompt('p', null, [image]), answer('a', 'p'), prompt('q', 'a', []), answer('b', 'q')]
const blind = { id: 'org/blind', task: 'chat', routes: [], canSee: false, server: null } as const
const seeing = { ...blind, id: 'org/seeing', canSee: true } as const
const models = { models: [blind, seeing], servers: [], fetchedAt: 1, failure: null, favourites: [], recent: [], chosen: seeing.id }

test.beforeEach(() => {
  bridge.forget()
  bridge.answer({ 'run.start': async () => succeeded(undefined) })
  change({ conversation: { ...newConversation(), isSaved: true, messages }, models, model: seeing.id })
})

const told = () => state().toasts.map(({ text }) => text)
const wordsOnly = en.chat.readsWordsOnly.replace('{{model}}', 'blind')

test('a retry with another model than the chosen one tells that it is not given the pictures above', async () => {
  await sendAgain('q', blind.id)
  expect(told()).toEqual([wordsOnly])
})

test('a continued answer tells the same of its own model', async () => {
  await continueAnswer('b')
  expect(told()).toEqual([wordsOnly])
})

test('a model that is added beside others tells the same', async () => {
  const last = answer('b', 'q')
  change({ conversation: { ...state().conversation, messages: messages.slice(0, -1), comparison: [last, answer('c', 'q')] } })
  await addColumn(last, blind.id)
  expect(told()).toEqual([wordsOnly])
})

test('a retry with another model tells that the oldest pictures are left out', async () => {
  const { conversation } = state()
  change({ model: blind.id, conversation: { ...conversation, earlier: 9, earlierPictures: { count: 12, bytes: 99 } } })
  await sendAgain('q', seeing.id)
  expect(told()).toEqual([en.chat.oldestPicturesLeftOut])
})

test('nothing is told again of the chosen model, nor where no picture is above', async () => {
  await sendAgain('p', blind.id)
  change({ model: blind.id })
  await sendAgain('q', blind.id)
  expect(told()).toEqual([])
})
