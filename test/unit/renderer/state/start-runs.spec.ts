// Sending prompts: what is shown until main has accepted the runs, in whatever order its replies and events come.

import { expect, test } from '@playwright/test'
import { failed, succeeded, type Reply } from '../../../../shared/failures.ts'
import type { OpenedConversation } from '../../../../shared/types/conversations.ts'
import type { AnswerWithSiblings, MessageWithSiblings } from '../../../../shared/types/messages.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { isAnswering } from '../../../../renderer/state/badges.ts'
import { getComposer, setComparedModels, setDraft, setModel } from '../../../../renderer/state/composer.ts'
import { getConversation } from '../../../../renderer/state/conversation.ts'
import { isListed } from '../../../../renderer/state/history.ts'
import { countRuns, getLiveRuns } from '../../../../renderer/state/live-runs.ts'
import { openConversation, showConversation, startNewConversation } from '../../../../renderer/state/open-conversation.ts'
import { continueAnswer, retryPrompt } from '../../../../renderer/state/retry.ts'
import { onRunEnded, onRunText } from '../../../../renderer/state/run-events.ts'
import { sendPrompt } from '../../../../renderer/state/send-prompt.ts'
import { stopShownRuns } from '../../../../renderer/state/stop-runs.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'
import { finishedAnswer, openedConversation } from './sample-answers.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())

type StartReply = Reply<OpenedConversation | null>
interface PendingStart {
  readonly request: RunRequest
  /** Replies, and waits until the window has taken that over. */
  readonly reply: (reply: StartReply) => Promise<void>
}

/** Main, which replies to `run.start` when the spec says so. */
function holdStarts() {
  const starts: PendingStart[] = []
  const stopped: string[] = []
  const saved: unknown[] = []
  bridge.respond({
    'run.start': (request) => {
      const { promise, resolve } = Promise.withResolvers<StartReply>()
      const reply = async (value: StartReply): Promise<void> => {
        resolve(value)
        await new Promise(setImmediate)
      }
      starts.push({ request, reply })
      return promise
    },
    'run.stop': async ({ runId }) => {
      stopped.push(runId)
      return succeeded(undefined)
    },
    'history.open': async ({ conversationId }) => succeeded(conversationId === null ? null : openedConversation({ id: conversationId })),
    'history.saveDraft': async (input) => {
      saved.push(input)
      return succeeded(undefined)
    },
  })
  const get = (index: number): PendingStart => {
    const start = starts[index]
    if (start === undefined) throw new Error(`Main was asked for ${starts.length} runs`)
    return start
  }
  return { starts, get, stopped, saved }
}

const siblings = { ordinal: 1, count: 1, comparedCount: 0 } as const
const createPrompt = (id: string, parentId: string | null = null): MessageWithSiblings => {
  return { kind: 'prompt', id, parentId, text: 'Why?', attachments: [], createdAt: 1, siblings }
}
const createRunningAnswer = (id: string, parentId: string, text = ''): AnswerWithSiblings => {
  return { ...finishedAnswer({ id, parentId, text, outcome: { kind: 'running' } }), kind: 'answer', siblings }
}
const getIds = (): readonly string[] => getConversation().messages.map(({ id }) => id)
const stoppedAnswer: AnswerWithSiblings = { ...createRunningAnswer('a', 'p', 'Because.'), outcome: { kind: 'stopped' } }
const earlierMessages: readonly MessageWithSiblings[] = [createPrompt('p'), stoppedAnswer]

/** The conversation with what the runs of these requests made of it. */
function answerWith(...requests: readonly RunRequest[]): StartReply {
  const [first] = requests
  if (first === undefined) return succeeded(null)
  const answers = requests.map(({ runId, prompt }) => createRunningAnswer(runId, prompt.id))
  const messages = [...earlierMessages, createPrompt(first.prompt.id, 'a')]
  return succeeded(
    openedConversation({
      id: first.conversationId,
      title: 'Why?',
      messages: answers.length === 1 ? [...messages, ...answers] : messages,
      comparison: answers.length === 1 ? null : answers,
    }),
  )
}

test.describe('sent prompt', () => {
  test('is shown at once, and replaced by what main has saved', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c', messages: earlierMessages }))
    void sendPrompt({ text: ' Why not? ', attachments: [] })
    const { request, reply } = main.get(0)
    expect(getIds()).toEqual(['p', 'a', request.prompt.id])
    expect(getConversation().messages.at(-1)).toMatchObject({ kind: 'prompt', text: 'Why not?' })
    expect(isAnswering(getConversation())).toBe(true)
    await reply(answerWith(request))
    expect(getIds()).toEqual(['p', 'a', request.prompt.id, request.runId])
    expect(getConversation().startingRunIds).toEqual([])
  })

  test('makes a new conversation a listed one', async () => {
    const main = holdStarts()
    setModel('maker/model')
    void sendPrompt({ text: 'Why?', attachments: [] })
    const { request, reply } = main.get(0)
    expect(getConversation()).toMatchObject({ isSaved: true, title: '' })
    await reply(answerWith(request))
    expect(getConversation()).toMatchObject({ isSaved: true, title: 'Why?' })
    expect(isListed(request.conversationId)).toBe(true)
  })

  test('goes back into the box with its models when main refuses it, before the text typed since', async () => {
    const main = holdStarts()
    setComparedModels(['one', 'two'])
    void sendPrompt({ text: 'Why?', attachments: [] })
    setDraft({ text: 'And how?', attachments: [] })
    await main.get(0).reply(failed('history-full-disk'))
    expect(getConversation()).toMatchObject({ isSaved: false, messages: [], startingRunIds: [] })
    expect(getComposer()).toMatchObject({ draft: { text: 'Why?\nAnd how?' }, comparedModels: ['one', 'two'] })
    expect(main.starts).toHaveLength(1)
  })

  test('goes back to the new conversation that is open by then', async () => {
    const main = holdStarts()
    setModel('maker/model')
    void sendPrompt({ text: 'Why?', attachments: [] })
    startNewConversation()
    setDraft({ text: 'And how?', attachments: [] })
    await main.get(0).reply(failed('history-full-disk'))
    expect(getConversation().messages).toEqual([])
    expect(getComposer().draft.text).toBe('Why?\nAnd how?')
  })

  test('is saved as the draft of the conversation that was left when main refuses it', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c' }))
    void sendPrompt({ text: 'Why?', attachments: [] })
    await openConversation('other')
    await main.get(0).reply(failed('history-full-disk'))
    expect(getComposer().draft.text).toBe('')
    expect(main.saved.at(-1)).toEqual({ conversationId: 'c', draft: { text: 'Why?', attachments: [] } })
  })

  test('leaves the person in the conversation that was opened meanwhile', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c' }))
    void sendPrompt({ text: 'Why?', attachments: [] })
    await openConversation('other')
    await main.get(0).reply(answerWith(main.get(0).request))
    expect([getConversation().id, getIds()]).toEqual(['other', []])
    expect(isListed('c')).toBe(true)
  })

  test('shows its run when the conversation was left and opened again before main replied', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c' }))
    void sendPrompt({ text: 'Why?', attachments: [] })
    await openConversation('other')
    await openConversation('c')
    expect(getIds()).toEqual([])
    const { request, reply } = main.get(0)
    await reply(answerWith(request))
    expect(getIds().at(-1)).toBe(request.runId)
  })

  test('keeps the older messages that were read', async () => {
    const main = holdStarts()
    const older = [createPrompt('first'), { ...createRunningAnswer('second', 'first'), outcome: { kind: 'finished' } } as const]
    showConversation(openedConversation({ id: 'c', messages: [...older, ...earlierMessages], earlier: 3 }))
    void sendPrompt({ text: 'Why not?', attachments: [] })
    const { request, reply } = main.get(0)
    await reply(answerWith(request))
    expect(getIds()).toEqual(['first', 'second', 'p', 'a', request.prompt.id, request.runId])
    expect(getConversation().earlier).toBe(3)
  })
})

test.describe('starting run', () => {
  test('can be stopped before main has replied', async () => {
    const main = holdStarts()
    setComparedModels(['one', 'two'])
    void sendPrompt({ text: 'Why?', attachments: [] })
    await stopShownRuns()
    expect(main.stopped).toHaveLength(2)
    expect(main.stopped[0]).toBe(main.get(0).request.runId)
  })

  test('keeps the text that came before the reply', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c' }))
    void sendPrompt({ text: 'Why?', attachments: [] })
    const { request, reply } = main.get(0)
    onRunText({ runId: request.runId, conversationId: 'c', textOffset: 0, text: 'Because', reasoningOffset: 0, reasoning: '' })
    await reply(answerWith(request))
    expect(getLiveRuns().liveTexts[request.runId]?.text).toBe('Because')
  })

  test('shows the end that came before the reply', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c' }))
    void sendPrompt({ text: 'Why?', attachments: [] })
    const { request, reply } = main.get(0)
    onRunEnded({ conversation: null, answer: finishedAnswer({ id: request.runId, parentId: request.prompt.id }) })
    await reply(answerWith(request))
    expect(getConversation().messages.at(-1)).toMatchObject({ id: request.runId, text: 'Because.', outcome: { kind: 'finished' } })
    expect([isAnswering(getConversation()), countRuns(getLiveRuns())]).toEqual([false, 0])
  })

  test('shows the prompt of a retry without the answer that it replaces', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c', messages: earlierMessages }))
    void retryPrompt('p')
    expect(getIds()).toEqual(['p'])
    await main.get(0).reply(failed('internal'))
    expect(getIds()).toEqual(['p', 'a'])
  })

  test('is asked for once, however often the button is pressed', () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c', messages: earlierMessages }))
    void retryPrompt('p')
    void retryPrompt('p')
    expect(main.starts).toHaveLength(1)
  })

  test('keeps the text of a continued answer until main has replied', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c', messages: earlierMessages }))
    void continueAnswer(stoppedAnswer)
    expect([getIds(), getConversation().replacedAnswerIds]).toEqual([['p', 'a'], ['a']])
    const { request, reply } = main.get(0)
    // It begins where the earlier answer ends, which is no reason to read the conversation again.
    onRunText({ runId: request.runId, conversationId: 'c', textOffset: 8, text: ' And', reasoningOffset: 0, reasoning: '' })
    const continued = createRunningAnswer(request.runId, 'p', 'Because. And')
    await reply(succeeded(openedConversation({ id: 'c', messages: [createPrompt('p'), continued] })))
    expect(getConversation().messages.at(-1)).toMatchObject({ id: request.runId, text: 'Because. And' })
    expect(getConversation().replacedAnswerIds).toEqual([])
  })
})

test.describe('starting comparison', () => {
  test('starts its runs one after the other, and shows the first answer together with the second', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c', messages: earlierMessages }))
    setComparedModels(['one', 'two', 'three'])
    void sendPrompt({ text: 'Why not?', attachments: [] })
    expect(main.starts.map(({ request }) => [request.model, request.prompt.kind])).toEqual([['one', 'new']])
    const first = main.get(0).request
    await main.get(0).reply(answerWith(first))
    expect(getIds()).toEqual(['p', 'a', first.prompt.id])
    const second = main.get(1).request
    expect([second.model, second.prompt, second.comparisonId]).toEqual([
      'two',
      { kind: 'regenerate', id: first.prompt.id },
      first.comparisonId,
    ])
    await main.get(1).reply(answerWith(first, second))
    expect(getConversation().comparison?.map(({ id }) => id)).toEqual([first.runId, second.runId])
    const third = main.get(2).request
    expect(getConversation().startingRunIds).toEqual([third.runId])
    await main.get(2).reply(answerWith(first, second, third))
    expect(getConversation().comparison?.map(({ id }) => id)).toEqual([first.runId, second.runId, third.runId])
    expect(getConversation().startingRunIds).toEqual([])
  })

  test('shows the first answer alone when main refuses the others', async () => {
    const main = holdStarts()
    showConversation(openedConversation({ id: 'c', messages: earlierMessages }))
    setComparedModels(['one', 'two'])
    void sendPrompt({ text: 'Why not?', attachments: [] })
    const first = main.get(0).request
    await main.get(0).reply(answerWith(first))
    await main.get(1).reply(failed('internal'))
    expect(getIds()).toEqual(['p', 'a', first.prompt.id, first.runId])
    expect([getConversation().comparison, getConversation().startingRunIds]).toEqual([null, []])
  })
})
