// Continuing an answer: what is sent to the model, and how the new text is joined to the old.

import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { createContinuation, continuePrompt, withContinuePrompt } from '../../../../electron/runs/continuation.ts'
import type { Answer, Message } from '../../../../shared/types/messages.ts'
import { events, eventStream, contentChunk, serve } from '../inference/test-server.ts'
import { createFakeRunHistory, createRunHarness, createRunRequest } from './run-harness.ts'

const before = { text: 'The sea is salt because rivers carry', reasoning: '' } as const

/** The final text after the model has sent these chunks. */
function joinContinuation(previousAnswer: { readonly text: string; readonly reasoning: string }, chunks: readonly string[]): string {
  const continuation = createContinuation(previousAnswer)
  const addedParts = chunks.map((chunk) => continuation.add('text', chunk))
  return previousAnswer.text + addedParts.join('') + continuation.end()
}

const prompt: Message = { kind: 'prompt', id: 'p', parentId: null, text: 'Why is it salt?', attachments: [], createdAt: 1 }
const cutOffAnswer: Answer = {
  kind: 'answer',
  id: 'old',
  parentId: 'p',
  ...before,
  reasoning: 'Rivers.',
  model: 'maker/model',
  task: 'chat',
  provider: null,
  outcome: { kind: 'length' },
  usage: null,
  keyName: null,
  style: null,
  comparisonId: null,
  startedAt: 1,
  firstTextMs: 1,
  totalMs: 1,
}

test.describe('continuation', () => {
  for (const [title, chunks, text] of [
    ['appends new text as it arrives', [' minerals', ' along.'], ' minerals along.'],
    ['removes repeated last words', ['because rivers carry', ' minerals.'], ' minerals.'],
    ['removes them however they are cut into chunks', ['bec', 'ause riv', 'ers carry minerals', '.'], ' minerals.'],
    ['removes a repetition of the whole answer', [before.text, ' minerals.'], ' minerals.'],
    ['removes them after an empty line', ['\n\nbecause rivers carry', ' minerals.'], ' minerals.'],
    ['keeps a short word that happens to be the same', ['carry', ' on.'], 'carry on.'],
    ['keeps repeated words from the middle', ['The sea is salt because of', ' it.'], 'The sea is salt because of it.'],
    ['keeps the first words if nothing else is sent', ['The sea is salt'], 'The sea is salt'],
    ['adds nothing if only the last words are repeated', ['because rivers carry'], ''],
  ] satisfies readonly (readonly [string, readonly string[], string])[]) {
    test(title, () => {
      expect(joinContinuation(before, chunks)).toBe(before.text + text)
    })
  }

  for (const [title, trailingSpace, chunks, addedParts] of [
    ['removes a repetition after a trailing line break', '\n\n', ['because rivers carry', ' minerals.'], 'minerals.'],
    ['removes it if another line break follows it', ' ', ['because rivers carry', '\n', '\nMinerals.'], '\n\nMinerals.'],
    ['removes it with the white space that is already there', '\n', ['because rivers carry\n', '\nMinerals.'], '\nMinerals.'],
    ['removes it if nothing else is sent', '\n\n', ['because rivers carry'], ''],
    ['removes it if no white space follows it', ' \n', ['because rivers carry', ', and so on.'], ', and so on.'],
  ] satisfies readonly (readonly [string, string, readonly string[], string])[]) {
    test(title, () => {
      const previousAnswer = { text: before.text + trailingSpace, reasoning: '' }
      expect(joinContinuation(previousAnswer, chunks)).toBe(previousAnswer.text + addedParts)
    })
  }

  test('holds nothing back that can no longer be a repetition', () => {
    const continuation = createContinuation(before)
    expect([continuation.add('text', ' min'), continuation.add('text', 'erals')]).toEqual([' min', 'erals'])
  })

  test('gives the same result for any text in any chunks', () => {
    const arbitraryText = fc
      .array(fc.constantFrom('a', 'b', ' ', 'salt ', 'sea ', '\n', '🧂'), { maxLength: 60 })
      .map((list) => list.join(''))
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })
    fc.assert(
      fc.property(arbitraryText, arbitraryText, sizes, (previousAnswer, addedParts, chunkSizes) => {
        const chunks: string[] = []
        for (let from = 0, index = 0; from < addedParts.length; index += 1) {
          const size = chunkSizes[index % chunkSizes.length] ?? 1
          chunks.push(addedParts.slice(from, from + size))
          from += size
        }
        const joinedAtOnce = joinContinuation({ text: previousAnswer, reasoning: '' }, [addedParts])
        expect(joinContinuation({ text: previousAnswer, reasoning: '' }, chunks)).toBe(joinedAtOnce)
        expect(addedParts.endsWith(joinedAtOnce.slice(previousAnswer.length))).toBe(true)
      }),
    )
  })

  test('appends new reasoning as a paragraph', () => {
    const continuation = createContinuation({ text: 'Yes', reasoning: 'Hm.' })
    expect([continuation.add('reasoning', 'And'), continuation.add('reasoning', ' so.')]).toEqual(['\n\nAnd', ' so.'])
  })

  test('asks a chat model in a message of its own, and sends any other just the text', () => {
    const chatMessages = [{ role: 'user', content: 'Why?' }] as const
    const messagesWithAnswer = [...chatMessages, { role: 'assistant', content: 'Because' }]
    expect(withContinuePrompt(chatMessages, 'Because', 'chat')).toEqual([...messagesWithAnswer, { role: 'user', content: continuePrompt }])
    expect(withContinuePrompt(chatMessages, 'Because', 'continue')).toEqual(messagesWithAnswer)
    expect(withContinuePrompt(chatMessages, '', 'chat')).toEqual(chatMessages)
  })

  test('starts with the old answer, sends only new text to the window, and saves all of it', async () => {
    await using server = await serve(
      (_, response) =>
        void response
          .writeHead(200, eventStream)
          .end(events(contentChunk('because rivers carry'), contentChunk(' minerals.', 'stop'), '[DONE]')),
    )
    const harness = createRunHarness(server, { history: createFakeRunHistory([prompt, cutOffAnswer]) })
    harness.runs.start({ ...createRunRequest('a'), prompt: { kind: 'continue', id: 'old' } })
    expect(harness.runs.live('a')?.output).toMatchObject({ text: before.text, reasoning: 'Rivers.' })
    const { answer } = await harness.waitForEnd('a')
    const fullText = `${before.text} minerals.`
    expect(answer).toMatchObject({ text: fullText, reasoning: 'Rivers.', outcome: { kind: 'finished' } })
    expect(harness.texts).toMatchObject([{ textOffset: before.text.length, text: ' minerals.', reasoningOffset: 7, reasoning: '' }])
    expect(harness.history.results.get('a')?.text).toBe(fullText)
    expect(JSON.parse(server.received[0]?.body ?? '').messages).toEqual([
      { role: 'user', content: 'Why is it salt?' },
      { role: 'assistant', content: before.text },
      { role: 'user', content: continuePrompt },
    ])
  })

  test('keeps the old text if it fails before any new text', async () => {
    await using server = await serve((_, response) => void response.writeHead(404).end('{}'))
    const harness = createRunHarness(server, { history: createFakeRunHistory([prompt, cutOffAnswer]) })
    harness.runs.start({ ...createRunRequest('a'), prompt: { kind: 'continue', id: 'old' } })
    expect((await harness.waitForEnd('a')).answer).toMatchObject({ text: before.text, outcome: { kind: 'failed' }, firstTextMs: null })
  })
})
