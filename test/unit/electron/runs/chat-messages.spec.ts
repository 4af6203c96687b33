// The chat messages of a branch: their order, and what becomes of attachments, images and instructions.

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

const createImage = (id: string) => ({ kind: 'image', id, name: `${id}.png`, type: 'image/png', width: 2, height: 2, size: 9 }) as const
const createImageBytes = (id: string) => ({ type: 'image/png', bytes: Buffer.from(id) }) as const
const images = new Map(['one', 'two'].map((id) => [id, createImageBytes(id)]))

test.describe('chat messages', () => {
  test('alternate prompts and answers in order, without reasoning', () => {
    expect(toChatMessages([createPrompt('Why?'), createAnswer('Because.', { kind: 'finished' }, 'Hm.'), createPrompt('Really?')])).toEqual([
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'Because.' },
      { role: 'user', content: 'Really?' },
    ])
  })

  test('contain attached texts after the prompt and a blank line', () => {
    expect(toChatMessages([createPrompt('Can you summarize this text?', ['One.', 'Two.'])])).toEqual([
      { role: 'user', content: 'Can you summarize this text?\n\nOne.\n\nTwo.' },
    ])
  })

  test('merge a prompt without an answer with the next one', () => {
    const failedAnswer = createAnswer('', { kind: 'failed', failure: { code: 'offline' } })
    expect(toChatMessages([createPrompt('Why?'), failedAnswer, createPrompt('I ask again.')])).toEqual([
      { role: 'user', content: 'Why?\n\nI ask again.' },
    ])
  })

  test('keep a stopped or truncated answer', () => {
    const cutOffAnswer = createAnswer('Beca', { kind: 'failed', failure: { code: 'cut-off' } })
    expect(toChatMessages([createPrompt('Why?'), cutOffAnswer, createPrompt('Go on.')])).toEqual([
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'Beca' },
      { role: 'user', content: 'Go on.' },
    ])
  })

  test('start with the instructions, in a message of their own', () => {
    expect(toChatMessages([createPrompt('Why?')], 'Answer in rhymes.')).toEqual([
      { role: 'system', content: 'Answer in rhymes.' },
      { role: 'user', content: 'Why?' },
    ])
  })

  test('contain the images of each prompt, also of one without text', () => {
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

  test('contain a note where images are no longer sent', () => {
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

  test('contain only the text of earlier prompts for a model without vision', () => {
    const first: Prompt = { ...createPrompt('What is this?'), attachments: [createImage('one')] }
    expect(toChatMessages([first, createAnswer('A tide.'), createPrompt('Why?')])).toEqual([
      { role: 'user', content: 'What is this?' },
      { role: 'assistant', content: 'A tide.' },
      { role: 'user', content: 'Why?' },
    ])
  })
})
