// The records of the prompt box: what stays with a conversation when it is left, opened again or sent to, and what is saved when.

import { expect, test } from '@playwright/test'
import { succeeded } from '../../../../shared/failures.ts'
import type { OpenedConversation } from '../../../../shared/types/conversations.ts'
import type { Setup } from '../../../../shared/types/style.ts'
import {
  flushDraft,
  getComposer,
  getFullDraft,
  getSetup,
  setDraft,
  setModel,
  setPasteAreaText,
  setReadingFile,
  flushSetup,
} from '../../../../renderer/state/composer.ts'
import { getConversation } from '../../../../renderer/state/conversation.ts'
import { openConversation, showConversation, startNewConversation } from '../../../../renderer/state/open-conversation.ts'
import { blockForReview } from '../../../../renderer/state/secret-review.ts'
import { sendPrompt } from '../../../../renderer/state/send-prompt.ts'
import { changeSettings, flushDefaultInstructions, getSettings } from '../../../../renderer/state/settings.ts'
import { setDefaultInstructions, setInstructions, setStyle } from '../../../../renderer/state/setup.ts'
import { fakeKey } from '../../../support/data/key-fixtures.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { openedConversation } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())
// What waits to be saved would be saved during another spec.
test.afterEach(() => Promise.all([flushDraft(), flushSetup(), flushDefaultInstructions()]))

/** Main, with a conversation `a` and a conversation `b`. Notes what is saved. */
function answerCalls() {
  const drafts: unknown[] = []
  const setups: { readonly conversationId: string | null; readonly setup: Setup }[] = []
  const conversations: Readonly<Record<string, OpenedConversation>> = {
    a: openedConversation({ id: 'a', draft: { text: 'In a', attachments: [] } }),
    b: openedConversation({ id: 'b' }),
  }
  bridge.respond({
    'history.open': async ({ conversationId }) => succeeded(conversations[conversationId ?? ''] ?? null),
    'history.saveDraft': async ({ conversationId, draft }) => {
      drafts.push([conversationId, draft.text, draft.attachments.length])
      return succeeded(undefined)
    },
    'history.saveSetup': async (input) => {
      setups.push(input)
      return succeeded(undefined)
    },
    'settings.save': async (settings) => succeeded(settings),
    'run.start': async ({ conversationId }) => succeeded(openedConversation({ id: conversationId })),
  })
  return { drafts, setups, conversations }
}

test.describe('draft', () => {
  test('of a conversation that is left is saved at once, with the text of the paste area as an attachment', async () => {
    const { drafts } = answerCalls()
    await openConversation('a')
    setDraft({ text: 'In a, longer', attachments: [] })
    setPasteAreaText('Once upon a time')
    await openConversation('b')
    expect(drafts.at(-1)).toEqual(['a', 'In a, longer', 1])
    expect(getComposer()).toMatchObject({ draft: { text: '' }, pasteAreaText: '' })
  })

  test('of a conversation that is opened is the one that main has', async () => {
    answerCalls()
    await openConversation('a')
    setDraft({ text: 'not saved', attachments: [] })
    await openConversation('b')
    await openConversation('a')
    expect(getComposer().draft.text).toBe('In a')
  })

  test('stays when the open conversation is opened again, as by a search hit', async () => {
    answerCalls()
    await openConversation('a')
    setDraft({ text: 'typed', attachments: [] })
    await openConversation('a', { messageId: 'm', words: [] })
    expect(getComposer().draft.text).toBe('typed')
  })

  test('of the new conversation is there again in the next one', async () => {
    answerCalls()
    setDraft({ text: 'for later', attachments: [] })
    await openConversation('a')
    startNewConversation()
    expect(getFullDraft().text).toBe('for later')
  })

  test('of the new conversation goes with it when it is sent', async () => {
    answerCalls()
    setModel('maker/model')
    setDraft({ text: 'Why?', attachments: [] })
    const sending = sendPrompt(getFullDraft())
    setDraft({ text: 'And how?', attachments: [] })
    startNewConversation()
    expect(getComposer()).toMatchObject({ draft: { text: '' }, model: 'maker/model' })
    await sending
  })
})

test.describe('setup', () => {
  test('of a new conversation is that of the settings until it is changed', async () => {
    answerCalls()
    await changeSettings({ instructions: 'Be brief.' })
    expect(getSetup()).toEqual({ style: getSettings().style, instructions: 'Be brief.' })
    setInstructions('Be long.')
    await changeSettings({ instructions: 'Be kind.' })
    expect(getSetup().instructions).toBe('Be long.')
  })

  test('follows the default instructions that are typed, unless the conversation has its own', async () => {
    const { setups } = answerCalls()
    setDefaultInstructions('Be brief.')
    expect(getSetup().instructions).toBe('Be brief.')
    await flushSetup()
    expect(setups).toEqual([{ conversationId: null, setup: { style: getSettings().style, instructions: 'Be brief.' } }])
    setInstructions('Be long.')
    setDefaultInstructions('Be kind.')
    expect(getSetup().instructions).toBe('Be long.')
    showConversation(openedConversation({ id: 'a' }))
    setDefaultInstructions('Be polite.')
    expect(getSetup().instructions).toBe('')
  })

  test('is saved for the conversation that is left', async () => {
    const { setups } = answerCalls()
    await openConversation('a')
    setInstructions('In a.')
    startNewConversation()
    expect(setups.map(({ conversationId, setup }) => [conversationId, setup.instructions])).toEqual([['a', 'In a.']])
  })

  test('of a new conversation goes with it when it is sent, and the next one has that of the settings', async () => {
    answerCalls()
    setModel('maker/model')
    setInstructions('Be long.')
    const sending = sendPrompt({ text: 'Why?', attachments: [] })
    expect(getSetup().instructions).toBe('Be long.')
    startNewConversation()
    expect(getSetup().instructions).toBe('')
    await sending
  })
})

test.describe('secret review', () => {
  const secretText = `My key is ${fakeKey}`

  test('ends when the content of the box changes, and not when the style does', () => {
    answerCalls()
    setDraft({ text: secretText, attachments: [] })
    blockForReview()
    expect(getComposer().secretReview).toHaveLength(1)
    setStyle(getSettings().style)
    expect(getComposer().secretReview).toHaveLength(1)
    setDraft({ text: `${secretText}.`, attachments: [] })
    expect(getComposer().secretReview).toBeNull()
  })

  test('ends when another conversation is opened', async () => {
    answerCalls()
    setDraft({ text: secretText, attachments: [] })
    blockForReview()
    await openConversation('a')
    startNewConversation()
    expect(getComposer()).toMatchObject({ draft: { text: secretText }, secretReview: null })
  })
})

test.describe('file that is being read', () => {
  test('blocks the box of its own conversation only', async () => {
    answerCalls()
    await openConversation('a')
    const conversation = getConversation()
    setReadingFile(conversation, 'long.pdf')
    await openConversation('b')
    expect(getComposer().readingFile).toBeNull()
    await openConversation('a')
    expect(getComposer().readingFile).toBe('long.pdf')
    setReadingFile(conversation, null)
    expect(getComposer().readingFile).toBeNull()
  })
})
