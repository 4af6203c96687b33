// Asking several models at once while the window shows something else: what main was asked for comes into view when it is looked at again.

import { expect, test } from '@playwright/test'
import { failed, succeeded, type Reply } from '../../../../electron/shared/errors.ts'
import { startColumn } from '../../../../renderer/chat/runs.ts'
import { change, newConversation, state } from '../../../../renderer/store.ts'
import { answered } from './answers.ts'

const column = (id: string) => ({ ...answered({ id, outcome: { kind: 'running' } }), siblings: { place: 1, count: 2, compared: 2 } })

/** What main would answer, by the name of the call. */
function answerCalls(calls: Readonly<Record<string, () => Reply<unknown>>>): void {
  const parley = { calls: Object.fromEntries(Object.entries(calls).map(([name, answer]) => [name, async () => answer()])) }
  Object.assign(globalThis, { window: { parley } })
}
test.afterEach(() => void Reflect.deleteProperty(globalThis, 'window'))

const conversation = { ...newConversation(), isSaved: true }
const opened = {
  ...{ id: conversation.id, title: 'Why?', messages: [], earlier: 0, comparison: [column('a'), column('b')], progress: [] },
  ...{ draft: { text: '', attachments: [] }, setup: null, model: 'one' },
}
const request = {
  ...{ runId: 'b', conversationId: conversation.id, model: 'two', comparison: 'c', sendsSecretInstructions: false },
  ...{ setup: state().setup, prompt: { kind: 'again', id: 'p' } },
} as const

test('shows an answer that was taken up after its conversation had been read again without it', async () => {
  answerCalls({ 'run.start': () => succeeded(undefined), 'history.open': () => succeeded(opened) })
  change({ conversation: { ...conversation, comparison: null } })
  await startColumn(request, (now) => now)
  await expect.poll(() => state().conversation.comparison?.map(({ id }) => id)).toEqual(['a', 'b'])
})

test('reads nothing anew for an answer that is in view', async () => {
  let read = 0
  answerCalls({
    'run.start': () => succeeded(undefined),
    'history.open': () => {
      read += 1
      return failed('internal')
    },
  })
  change({ conversation: { ...conversation, comparison: [column('a'), column('b')] } })
  await startColumn(request, (now) => now)
  expect(read).toBe(0)
})
