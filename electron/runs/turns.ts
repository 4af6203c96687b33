// Makes what a model is told of what the history holds: the conversation's messages, as turns that alternate.

import { imagesOf, textsOf } from '../../shared/attachments.ts'
import { assertNever } from '../../shared/errors.ts'
import type { Turn } from '../../shared/run-parts.ts'
import type { ImageBytes, Message, Prompt } from '../../shared/types/conversations.ts'
import { noPictures, type Pictures } from './pictures.ts'

/** Told in the turn of a prompt whose pictures are not sent any more: what was said of them would make no sense without. */
export const notSentAnyMore = '[There were pictures here, which are not sent any more.]'

/**
 * The turns of a branch. Answers that hold no text are left out, and prompts that then meet become one: models' templates refuse
 * two turns of one side in a row.
 * @param first what the model is told before everything; empty for nothing.
 * @param pictures those that go along, and those that do not any more; of others a prompt is told without.
 */
export function turnsOf(branch: readonly Message[], first = '', pictures: Pictures = noPictures): readonly Turn[] {
  const turns: Turn[] = first === '' ? [] : [{ role: 'system', content: first }]
  for (const message of branch) {
    const turn = turnOf(message, pictures)
    const last = turns.at(-1)
    if (turn.content.trim() === '' && turn.pictures === undefined) continue
    if (last?.role === turn.role) turns[turns.length - 1] = joined(last, turn)
    else turns.push(turn)
  }
  return turns
}

function joined(one: Turn, next: Turn): Turn {
  const content = [one.content, next.content].filter((text) => text !== '').join('\n\n')
  return { role: one.role, content, ...withPictures([...(one.pictures ?? []), ...(next.pictures ?? [])]) }
}

function turnOf(message: Message, pictures: Pictures): Turn {
  switch (message.kind) {
    case 'prompt': {
      const looked = imagesOf(message).map(({ id }) => pictures.get(id))
      const left = looked.includes(null) ? [notSentAnyMore] : []
      return { role: 'user', content: withTexts(message, left), ...withPictures(looked.flatMap((picture) => picture ?? [])) }
    }
    case 'answer':
      return { role: 'assistant', content: message.text }
    default:
      return assertNever(message)
  }
}

function withPictures(pictures: readonly ImageBytes[]): Pick<Turn, 'pictures'> {
  return pictures.length === 0 ? {} : { pictures }
}

function withTexts({ text, attachments }: Prompt, more: readonly string[]): string {
  return [text, ...textsOf(attachments), ...more].filter((each) => each.trim() !== '').join('\n\n')
}
