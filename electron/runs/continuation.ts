// Continues an answer: how the model is asked, and how its text is joined to the existing text. Hides that models repeat themselves.

import { tasks, type Task } from '../../shared/tasks.ts'
import type { ChatMessage } from '../../shared/types/streams.ts'

/**
 * A message of its own, because providers do not agree on a conversation that ends with the assistant's message: some continue it, some
 * start a new answer, some refuse it.
 */
export const continuePrompt = 'Continue exactly where you stopped. Do not repeat anything.'

/** The messages that make a model continue its answer: with the request after it, or just the text for a task that continues text. */
export function withContinuePrompt(messages: readonly ChatMessage[], answerText: string, task: Task): readonly ChatMessage[] {
  if (answerText === '') return messages
  const withAnswer: readonly ChatMessage[] = [...messages, { role: 'assistant', content: answerText }]
  return tasks[task].continuesBy === 'text' ? withAnswer : [...withAnswer, { role: 'user', content: continuePrompt }]
}

export interface Continuation {
  /** The text that a chunk adds to the existing text. */
  readonly add: (kind: 'text' | 'reasoning', chunk: string) => string
  /** The text that was still held back when the run ended. */
  readonly end: () => string
}

/** A shorter match may be a coincidence. In characters. */
const minRepetition = 20
/** How many of the last characters are searched for a repetition. */
const maxRepetition = 2000

/**
 * Joins new text to an existing answer, without what it repeats of its end, whatever white space followed that. Holds nothing back when the
 * existing answer is empty.
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
      // While all of it occurs in the old end, it may still become a repetition that reaches that end.
      return tail.includes(pending.trim()) ? '' : flush()
    },
    end: () => (isJoined ? '' : flush()),
  }
}

/** The chunk after the existing trailing space, without repeating that space; a line break counts for more than a space. */
function joinAfterSpace(trailingSpace: string, chunk: string): string {
  const text = chunk.trimStart()
  const leadingSpace = chunk.slice(0, chunk.length - text.length)
  if (leadingSpace.startsWith(trailingSpace)) return chunk.slice(trailingSpace.length)
  return leadingSpace.includes('\n') && !trailingSpace.includes('\n') ? chunk : text
}
