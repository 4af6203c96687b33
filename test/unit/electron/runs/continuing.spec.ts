// Going on with an answer: what the model is told, and how the new text is joined to the old.

import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { createContinuation, goOn, turnsToGoOn } from '../../../../electron/runs/continuing.ts'
import type { Answer, Message } from '../../../../shared/types/conversations.ts'
import { events, eventStream, said, serve } from '../inference/replying.ts'
import { createRemembered, createStage, request } from './remembering.ts'

const before = { text: 'The sea is salt because rivers carry', reasoning: '' } as const

/** What stands there in the end when the model says these pieces. */
function joined(old: { readonly text: string; readonly reasoning: string }, pieces: readonly string[]): string {
  const continuation = createContinuation(old)
  const added = pieces.map((piece) => continuation.add('text', piece))
  return old.text + added.join('') + continuation.end()
}

for (const [title, pieces, text] of [
  ['puts what follows behind it, as it comes', [' minerals', ' along.'], ' minerals along.'],
  ['leaves out the last words that are said again', ['because rivers carry', ' minerals.'], ' minerals.'],
  ['leaves them out however they are cut', ['bec', 'ause riv', 'ers carry minerals', '.'], ' minerals.'],
  ['leaves out all of it when all is said again', [before.text, ' minerals.'], ' minerals.'],
  ['leaves them out behind an empty line', ['\n\nbecause rivers carry', ' minerals.'], ' minerals.'],
  ['keeps a short word that happens to be the same', ['carry', ' on.'], 'carry on.'],
  ['keeps words of the middle that are said again', ['The sea is salt because of', ' it.'], 'The sea is salt because of it.'],
  ['keeps the first words when they are all it says', ['The sea is salt'], 'The sea is salt'],
  ['adds nothing when only the last words are said again', ['because rivers carry'], ''],
] satisfies readonly (readonly [string, readonly string[], string])[]) {
  test(title, () => {
    expect(joined(before, pieces)).toBe(before.text + text)
  })
}

for (const [title, space, pieces, added] of [
  ['leaves out a repetition where a line had ended behind the old end', '\n\n', ['because rivers carry', ' minerals.'], 'minerals.'],
  ['leaves it out where another line ends behind it now', ' ', ['because rivers carry', '\n', '\nMinerals.'], '\n\nMinerals.'],
  ['leaves it out with as much of the space as is there', '\n', ['because rivers carry\n', '\nMinerals.'], '\nMinerals.'],
  ['leaves it out when it is all that is said again', '\n\n', ['because rivers carry'], ''],
  ['leaves it out when no space follows it', ' \n', ['because rivers carry', ', and so on.'], ', and so on.'],
] satisfies readonly (readonly [string, string, readonly string[], string])[]) {
  test(title, () => {
    const old = { text: before.text + space, reasoning: '' }
    expect(joined(old, pieces)).toBe(old.text + added)
  })
}

test('holds nothing back that cannot be a repetition any more', () => {
  const continuation = createContinuation(before)
  expect([continuation.add('text', ' min'), continuation.add('text', 'erals')]).toEqual([' min', 'erals'])
})

test('joins any answer that goes on in any pieces to the same whole', () => {
  const words = fc.array(fc.constantFrom('a', 'b', ' ', 'salt ', 'sea ', '\n', '🧂'), { maxLength: 60 }).map((list) => list.join(''))
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })
  fc.assert(
    fc.property(words, words, sizes, (old, added, cuts) => {
      const pieces: string[] = []
      for (let from = 0, index = 0; from < added.length; index += 1) {
        const size = cuts[index % cuts.length] ?? 1
        pieces.push(added.slice(from, from + size))
        from += size
      }
      const inOne = joined({ text: old, reasoning: '' }, [added])
      expect(joined({ text: old, reasoning: '' }, pieces)).toBe(inOne)
      expect(added.endsWith(inOne.slice(old.length))).toBe(true)
    }),
  )
})

test('puts new reasoning behind the old, as a paragraph of its own', () => {
  const continuation = createContinuation({ text: 'Yes', reasoning: 'Hm.' })
  expect([continuation.add('reasoning', 'And'), continuation.add('reasoning', ' so.')]).toEqual(['\n\nAnd', ' so.'])
})

test('tells a chat model to go on in a turn of its own, and gives another just the text', () => {
  const turns = [{ role: 'user', content: 'Why?' }] as const
  const withAnswer = [...turns, { role: 'assistant', content: 'Because' }]
  expect(turnsToGoOn(turns, 'Because', 'chat')).toEqual([...withAnswer, { role: 'user', content: goOn }])
  expect(turnsToGoOn(turns, 'Because', 'continue')).toEqual(withAnswer)
  expect(turnsToGoOn(turns, '', 'chat')).toEqual(turns)
})

const prompt: Message = { kind: 'prompt', id: 'p', parentId: null, text: 'Why is it salt?', attachments: [], createdAt: 1 }
const cut: Answer = {
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
  comparison: null,
  startedAt: 1,
  firstTextMs: 1,
  totalMs: 1,
}

test('the new answer begins with the old one, tells only what is new, and is saved whole from the first piece on', async () => {
  await using server = await serve(
    (_, response) =>
      void response.writeHead(200, eventStream).end(events(said('because rivers carry'), said(' minerals.', 'stop'), '[DONE]')),
  )
  const stage = createStage(server, { history: createRemembered([prompt, cut]) })
  stage.runs.start({ ...request('a'), prompt: { kind: 'continue', id: 'old' } })
  expect(stage.runs.live('a')?.said).toMatchObject({ text: before.text, reasoning: 'Rivers.' })
  const { answer } = await stage.ended('a')
  const whole = `${before.text} minerals.`
  expect(answer).toMatchObject({ text: whole, reasoning: 'Rivers.', outcome: { kind: 'finished' } })
  expect(stage.texts).toMatchObject([{ textOffset: before.text.length, text: ' minerals.', reasoningOffset: 7, reasoning: '' }])
  expect(stage.history.results.get('a')?.text).toBe(whole)
  expect(JSON.parse(server.asked[0]?.body ?? '').messages).toEqual([
    { role: 'user', content: 'Why is it salt?' },
    { role: 'assistant', content: before.text },
    { role: 'user', content: goOn },
  ])
})

test('one that fails before it adds anything keeps what was there', async () => {
  await using server = await serve((_, response) => void response.writeHead(404).end('{}'))
  const stage = createStage(server, { history: createRemembered([prompt, cut]) })
  stage.runs.start({ ...request('a'), prompt: { kind: 'continue', id: 'old' } })
  expect((await stage.ended('a')).answer).toMatchObject({ text: before.text, outcome: { kind: 'failed' }, firstTextMs: null })
})
