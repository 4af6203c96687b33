import { expect, test } from '@playwright/test'
import { imagesOmittedNote, toChatMessages } from '../../../../electron/runs/chat-messages.ts'
import type { Answer, Outcome, Prompt } from '../../../../shared/types/messages.ts'

function createPrompt(text: string, attached: readonly string[] = []): Prompt {
  const attachments = attached.map((pastedText) => ({ kind: 'text', name: 'pasted', text: pastedText }) as const)
  return { kind: 'prompt', id: text, parentId: null, text, attachments, createdAt: 1 }
}

function createAnswer(text: string, outcome: Outcome = { kind: 'finished' }, reasoning = ''): Answer {
  const answerDefaults = {
    provider: null,
    usage: null,
    keyName: null,
    style: null,
    comparisonId: null,
    startedAt: 1,
    firstTextMs: 1,
    totalMs: 2,
  }
  return { kind: 'answer', id: text, parentId: 'p', text, reasoning, model: 'maker/model', task: 'chat', outcome, ...answerDefaults }
}

test('prompts and answers alternate in their order, without the reasoning', () => {
  expect(toChatMessages([createPrompt('Why?'), createAnswer('Because.', { kind: 'finished' }, 'Hm.'), createPrompt('Really?')])).toEqual([
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: 'Because.' },
    { role: 'user', content: 'Really?' },
  ])
})

test('what is attached follows the prompt after a blank line', () => {
  expect(toChatMessages([createPrompt('Can you summarize this text?', ['One.', 'Two.'])])).toEqual([
    { role: 'user', content: 'Can you summarize this text?\n\nOne.\n\nTwo.' },
  ])
})

test('a prompt that got no answer joins the next one', () => {
  const failedAnswer = createAnswer('', { kind: 'failed', failure: { code: 'offline' } })
  expect(toChatMessages([createPrompt('Why?'), failedAnswer, createPrompt('I ask again.')])).toEqual([
    { role: 'user', content: 'Why?\n\nI ask again.' },
  ])
})

test('a stopped or cut answer stays part of the conversation', () => {
  const cutOffAnswer = createAnswer('Beca', { kind: 'failed', failure: { code: 'cut-off' } })
  expect(toChatMessages([createPrompt('Why?'), cutOffAnswer, createPrompt('Go on.')])).toEqual([
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: 'Beca' },
    { role: 'user', content: 'Go on.' },
  ])
})

test('instructions come first, and no prompt joins them', () => {
  expect(toChatMessages([createPrompt('Why?')], 'Answer in rhymes.')).toEqual([
    { role: 'system', content: 'Answer in rhymes.' },
    { role: 'user', content: 'Why?' },
  ])
})

const createImage = (id: string) => ({ kind: 'image', id, name: `${id}.png`, type: 'image/png', width: 2, height: 2, size: 9 }) as const
const createImageBytes = (id: string) => ({ type: 'image/png', bytes: Buffer.from(id) }) as const
const images = new Map(['one', 'two'].map((id) => [id, createImageBytes(id)]))

test('pictures go along with the prompt that has them, also an earlier one and one without words', () => {
  const first: Prompt = { ...createPrompt('What is this?'), attachments: [createImage('one')] }
  const second: Prompt = { ...createPrompt(''), attachments: [createImage('two')] }
  expect(toChatMessages([first, createAnswer('A tide.'), second], '', images)).toEqual([
    { role: 'user', content: 'What is this?', images: [createImageBytes('one')] },
    { role: 'assistant', content: 'A tide.' },
    { role: 'user', content: '', images: [createImageBytes('two')] },
  ])
  expect(toChatMessages([first, second], '', images)).toEqual([
    { role: 'user', content: 'What is this?', images: [createImageBytes('one'), createImageBytes('two')] },
  ])
})

test('a model is told in its turn where pictures are not sent any more', () => {
  const first: Prompt = { ...createPrompt('What is this?', ['Notes.']), attachments: [createImage('old'), createImage('older')] }
  const second: Prompt = { ...createPrompt(''), attachments: [createImage('old')] }
  const imagesWithOmissions = new Map([...images, ['old', null] as const, ['older', null] as const])
  expect(
    toChatMessages([first, createAnswer('A tide.'), second, createAnswer('The same.'), createPrompt('Why?')], '', imagesWithOmissions),
  ).toMatchObject([
    { role: 'user', content: `What is this?\n\n${imagesOmittedNote}` },
    { role: 'assistant' },
    { role: 'user', content: imagesOmittedNote },
    { role: 'assistant' },
    { role: 'user', content: 'Why?' },
  ])
})

test('a model that does not see is told the words of earlier prompts alone', () => {
  const first: Prompt = { ...createPrompt('What is this?'), attachments: [createImage('one')] }
  expect(toChatMessages([first, createAnswer('A tide.'), createPrompt('Why?')])).toEqual([
    { role: 'user', content: 'What is this?' },
    { role: 'assistant', content: 'A tide.' },
    { role: 'user', content: 'Why?' },
  ])
})
