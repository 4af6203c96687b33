// Notices about images that a model is not sent when a prompt is run again.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/failures.ts'
import type { ImageAttachment } from '../../../../shared/types/attachments.ts'
import type { AnswerWithSiblings, MessageWithSiblings } from '../../../../shared/types/messages.ts'
import { en } from '../../../../shared/words/en/en.ts'
import { initTranslations } from '../../../../renderer/i18n/i18n.ts'
import { applyModelList } from '../../../../renderer/state/choose-model.ts'
import { setModel } from '../../../../renderer/state/composer.ts'
import { showConversation } from '../../../../renderer/state/open-conversation.ts'
import { addColumn, continueAnswer, retryPrompt } from '../../../../renderer/state/retry.ts'
import { getToasts } from '../../../../renderer/state/toasts.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { finishedAnswer, openedConversation } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(async () => {
  bridge = installPageBridge()
  await initTranslations()
})
test.afterAll(() => bridge.remove())

const siblings = { ordinal: 1, count: 1, comparedCount: 0 } as const
const image: ImageAttachment = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 }
const createPrompt = (id: string, parentId: string | null, attachments: readonly ImageAttachment[]): MessageWithSiblings => {
  return { kind: 'prompt', id, parentId, text: 'Look', attachments, createdAt: 1, siblings }
}
const createAnswer = (id: string, parentId: string): AnswerWithSiblings => {
  return { ...finishedAnswer({ id, parentId, model: 'org/blind', text: 'A ti', outcome: { kind: 'stopped' } }), kind: 'answer', siblings }
}
const messages = [createPrompt('p', null, [image]), createAnswer('a', 'p'), createPrompt('q', 'a', []), createAnswer('b', 'q')]
const textOnlyModel = { id: 'org/blind', task: 'chat', routes: [], supportsVision: false, server: null } as const
const visionModel = { ...textOnlyModel, id: 'org/seeing', supportsVision: true } as const
const conversation = openedConversation({ messages, model: visionModel.id })
const models = {
  models: [textOnlyModel, visionModel],
  servers: [],
  fetchedAt: 1,
  failure: null,
  favourites: [],
  recent: [],
  chosen: visionModel.id,
}

test.beforeEach(() => {
  bridge.reset()
  bridge.respond({ 'run.start': async () => succeeded(null) })
  applyModelList(models)
  showConversation(conversation)
})

const getToastTexts = () => getToasts().map(({ text }) => text)
const textOnlyNotice = en.chat.omitsImages.replace('{{model}}', 'blind')

test.describe('omitted images notice', () => {
  test('appears for a retry with a text-only model', async () => {
    await retryPrompt('q', textOnlyModel.id)
    expect(getToastTexts()).toEqual([textOnlyNotice])
  })

  test('appears for continuing an answer of a text-only model', async () => {
    await continueAnswer(createAnswer('b', 'q'))
    expect(getToastTexts()).toEqual([textOnlyNotice])
  })

  test('appears for a text-only model added to a comparison', async () => {
    const last = createAnswer('b', 'q')
    showConversation({ ...conversation, messages: messages.slice(0, -1), comparison: [last, createAnswer('c', 'q')] })
    await addColumn(last, textOnlyModel.id)
    expect(getToastTexts()).toEqual([textOnlyNotice])
  })

  test('says that the oldest images are left out for a retry with another model', async () => {
    showConversation({ ...conversation, model: textOnlyModel.id, earlier: 9, earlierImages: { count: 12, bytes: 99 } })
    await retryPrompt('q', visionModel.id)
    expect(getToastTexts()).toEqual([en.chat.omitsOldestImages])
  })

  test('does not appear for the chosen model or without earlier images', async () => {
    await retryPrompt('p', textOnlyModel.id)
    setModel(textOnlyModel.id)
    await retryPrompt('q', textOnlyModel.id)
    expect(getToastTexts()).toEqual([])
  })
})
