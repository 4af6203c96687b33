// Going on with an answer: what the model is told, and how what it says is joined to what is there. Hides that models repeat themselves.

import { tasks, type Task } from '../../shared/tasks.ts'
import type { ChatMessage } from '../../shared/types/streams.ts'

/**
 * A turn of its own: the providers of Hugging Face do not agree on a conversation that ends with the model's turn. Some go on with it,
 * some begin a new answer, some refuse it.
 */
export const continuePrompt = 'Continue exactly where you stopped. Do not repeat anything.'

/** The turns that make a model go on with what it has said. One that only continues text is given just the text. */
export function withContinuePrompt(messages: readonly ChatMessage[], answerText: string, task: Task): readonly ChatMessage[] {
  if (answerText === '') return messages
  const withAnswer: readonly ChatMessage[] = [...messages, { role: 'assistant', content: answerText }]
  return tasks[task].continuesBy === 'text' ? withAnswer : [...withAnswer, { role: 'user', content: continuePrompt }]
}

export interface Continuation {
  /** What a piece adds behind what was there. */
  readonly add: (kind: 'text' | 'reasoning', chunk: string) => string
  /** The text that was held back at the end, however it ended. */
  readonly end: () => string
}

/** Shorter than this, words may meet by chance. */
const minRepetition = 20
/** A repetition is looked for among so many of the last characters. */
const maxRepetition = 2000

/**
 * Joins a new answer to an old one, leaving out what it repeats of its end, whatever space stood behind that. Nothing is held back
 * where there is no old one.
 */
export function createContinuation(existing: { readonly text: string; readonly reasoning: string }): Continuation {
  const answerText = existing.text.trimEnd()
  const trailingSpace = existing.text.slice(answerText.length)
  const tail = answerText.slice(-maxRepetition)
  let pending = ''
  let isJoined = tail.length < minRepetition
  let hasReasoned = existing.reasoning === ''

  function flush(): string {
    isJoined = true
    const chunk = pending.trimStart()
    for (let length = Math.min(chunk.length, tail.length); length >= minRepetition; length -= 1) {
      if (tail.endsWith(chunk.slice(0, length))) return joinAfterSpace(trailingSpace, chunk.slice(length))
    }
    return pending
  }

  return {
    add(kind, chunk) {
      if (kind === 'reasoning') {
        const separator = hasReasoned ? '' : '\n\n'
        hasReasoned = true
        return separator + chunk
      }
      if (isJoined) return chunk
      pending += chunk
      // As long as all of it stands somewhere in the old end, it may still become a repetition up to that end.
      return tail.includes(pending.trim()) ? '' : flush()
    },
    end: () => (isJoined ? '' : flush()),
  }
}

/** What is left of `words` behind the space that is there: its own space as far as it says more. */
function joinAfterSpace(trailingSpace: string, chunk: string): string {
  const text = chunk.trimStart()
  const leadingSpace = chunk.slice(0, chunk.length - text.length)
  if (leadingSpace.startsWith(trailingSpace)) return chunk.slice(trailingSpace.length)
  return leadingSpace.includes('\n') && !trailingSpace.includes('\n') ? chunk : text
}
