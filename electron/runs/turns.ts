// Makes what a model is told of what the history holds: the conversation's messages, as turns that alternate.

import { assertNever } from '../shared/errors.ts'
import type { Turn } from '../shared/run-parts.ts'
import type { Message, Prompt } from '../shared/types/conversations.ts'

/**
 * The turns of a branch. Answers that hold no text are left out, and prompts that then meet become one: models' templates refuse
 * two turns of one side in a row.
 * @param first what the model is told before everything; empty for nothing.
 */
export function turnsOf(branch: readonly Message[], first = ''): readonly Turn[] {
  const turns: Turn[] = first === '' ? [] : [{ role: 'system', content: first }]
  for (const message of branch) {
    const turn = turnOf(message)
    const last = turns.at(-1)
    if (turn.content.trim() === '') continue
    if (last?.role === turn.role) turns[turns.length - 1] = { role: turn.role, content: `${last.content}\n\n${turn.content}` }
    else turns.push(turn)
  }
  return turns
}

function turnOf(message: Message): Turn {
  switch (message.kind) {
    case 'prompt':
      return { role: 'user', content: withAttachments(message) }
    case 'answer':
      return { role: 'assistant', content: message.text }
    default:
      return assertNever(message)
  }
}

function withAttachments(prompt: Prompt): string {
  return [prompt.text, ...prompt.attachments.map((attachment) => attachment.text)].filter((text) => text.trim() !== '').join('\n\n')
}
