import { expect, test } from '@playwright/test'
import { notSentAnyMore, turnsOf } from '../../../../electron/runs/turns.ts'
import type { Answer, Outcome, Prompt } from '../../../../shared/types/conversations.ts'

function prompt(text: string, attached: readonly string[] = []): Prompt {
  const attachments = attached.map((one) => ({ kind: 'text', name: 'pasted', text: one }) as const)
  return { kind: 'prompt', id: text, parentId: null, text, attachments, createdAt: 1 }
}

function answer(text: string, outcome: Outcome = { kind: 'finished' }, reasoning = ''): Answer {
  const told = { provider: null, usage: null, keyName: null, style: null, comparison: null, startedAt: 1, firstTextMs: 1, totalMs: 2 }
  return { kind: 'answer', id: text, parentId: 'p', text, reasoning, model: 'maker/model', task: 'chat', outcome, ...told }
}

test('prompts and answers alternate in their order, without the reasoning', () => {
  expect(turnsOf([prompt('Why?'), answer('Because.', { kind: 'finished' }, 'Hm.'), prompt('Really?')])).toEqual([
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: 'Because.' },
    { role: 'user', content: 'Really?' },
  ])
})

test('what is attached follows the prompt after a blank line', () => {
  expect(turnsOf([prompt('Can you summarize this text?', ['One.', 'Two.'])])).toEqual([
    { role: 'user', content: 'Can you summarize this text?\n\nOne.\n\nTwo.' },
  ])
})

test('a prompt that got no answer joins the next one', () => {
  const lost = answer('', { kind: 'failed', failure: { code: 'offline' } })
  expect(turnsOf([prompt('Why?'), lost, prompt('I ask again.')])).toEqual([{ role: 'user', content: 'Why?\n\nI ask again.' }])
})

test('a stopped or cut answer stays part of the conversation', () => {
  const cut = answer('Beca', { kind: 'failed', failure: { code: 'cut-off' } })
  expect(turnsOf([prompt('Why?'), cut, prompt('Go on.')])).toEqual([
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: 'Beca' },
    { role: 'user', content: 'Go on.' },
  ])
})

test('instructions come first, and no prompt joins them', () => {
  expect(turnsOf([prompt('Why?')], 'Answer in rhymes.')).toEqual([
    { role: 'system', content: 'Answer in rhymes.' },
    { role: 'user', content: 'Why?' },
  ])
})

const image = (id: string) => ({ kind: 'image', id, name: `${id}.png`, type: 'image/png', width: 2, height: 2, size: 9 }) as const
const bytesOf = (id: string) => ({ type: 'image/png', bytes: Buffer.from(id) }) as const
const pictures = new Map(['one', 'two'].map((id) => [id, bytesOf(id)]))

test('pictures go along with the prompt that has them, also an earlier one and one without words', () => {
  const first: Prompt = { ...prompt('What is this?'), attachments: [image('one')] }
  const second: Prompt = { ...prompt(''), attachments: [image('two')] }
  expect(turnsOf([first, answer('A tide.'), second], '', pictures)).toEqual([
    { role: 'user', content: 'What is this?', pictures: [bytesOf('one')] },
    { role: 'assistant', content: 'A tide.' },
    { role: 'user', content: '', pictures: [bytesOf('two')] },
  ])
  expect(turnsOf([first, second], '', pictures)).toEqual([
    { role: 'user', content: 'What is this?', pictures: [bytesOf('one'), bytesOf('two')] },
  ])
})

test('a model is told in its turn where pictures are not sent any more', () => {
  const first: Prompt = { ...prompt('What is this?', ['Notes.']), attachments: [image('old'), image('older')] }
  const second: Prompt = { ...prompt(''), attachments: [image('old')] }
  const left = new Map([...pictures, ['old', null] as const, ['older', null] as const])
  expect(turnsOf([first, answer('A tide.'), second, answer('The same.'), prompt('Why?')], '', left)).toMatchObject([
    { role: 'user', content: `What is this?\n\n${notSentAnyMore}` },
    { role: 'assistant' },
    { role: 'user', content: notSentAnyMore },
    { role: 'assistant' },
    { role: 'user', content: 'Why?' },
  ])
})

test('a model that does not see is told the words of earlier prompts alone', () => {
  const first: Prompt = { ...prompt('What is this?'), attachments: [image('one')] }
  expect(turnsOf([first, answer('A tide.'), prompt('Why?')])).toEqual([
    { role: 'user', content: 'What is this?' },
    { role: 'assistant', content: 'A tide.' },
    { role: 'user', content: 'Why?' },
  ])
})
