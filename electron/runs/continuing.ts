// Going on with an answer: what the model is told, and how what it says is joined to what is there. Hides that models repeat themselves.

import type { Turn } from '../../shared/run-parts.ts'
import type { Answer } from '../../shared/types/conversations.ts'

/**
 * A turn of its own: the providers of Hugging Face do not agree on a conversation that ends with the model's turn. Some go on with it,
 * some begin a new answer, some refuse it.
 */
export const goOn = 'Continue exactly where you stopped. Do not repeat anything.'

/** The turns that make a model go on with what it has said. One that only continues text is given just the text. */
export function turnsToGoOn(turns: readonly Turn[], said: string, task: Answer['task']): readonly Turn[] {
  if (said === '') return turns
  const withAnswer: readonly Turn[] = [...turns, { role: 'assistant', content: said }]
  return task === 'continue' ? withAnswer : [...withAnswer, { role: 'user', content: goOn }]
}

export interface Continuation {
  /** What a piece adds behind what was there. */
  readonly add: (kind: 'text' | 'reasoning', words: string) => string
  /** The text that was held back at the end, however it ended. */
  readonly end: () => string
}

/** Shorter than this, words may meet by chance. */
const shortestRepetition = 20
/** A repetition is looked for among so many of the last characters. */
const longestRepetition = 2000

/**
 * Joins a new answer to an old one, leaving out what it repeats of its end, whatever space stood behind that. Nothing is held back
 * where there is no old one.
 */
export function createContinuation(before: { readonly text: string; readonly reasoning: string }): Continuation {
  const said = before.text.trimEnd()
  const space = before.text.slice(said.length)
  const tail = said.slice(-longestRepetition)
  let held = ''
  let isJoined = tail.length < shortestRepetition
  let hasReasoned = before.reasoning === ''

  function release(): string {
    isJoined = true
    const words = held.trimStart()
    for (let length = Math.min(words.length, tail.length); length >= shortestRepetition; length -= 1) {
      if (tail.endsWith(words.slice(0, length))) return behind(space, words.slice(length))
    }
    return held
  }

  return {
    add(kind, words) {
      if (kind === 'reasoning') {
        const gap = hasReasoned ? '' : '\n\n'
        hasReasoned = true
        return gap + words
      }
      if (isJoined) return words
      held += words
      // As long as all of it stands somewhere in the old end, it may still become a repetition up to that end.
      return tail.includes(held.trim()) ? '' : release()
    },
    end: () => (isJoined ? '' : release()),
  }
}

/** What is left of `words` behind the space that is there: its own space as far as it says more. */
function behind(space: string, words: string): string {
  const text = words.trimStart()
  const own = words.slice(0, words.length - text.length)
  if (own.startsWith(space)) return words.slice(space.length)
  return own.includes('\n') && !space.includes('\n') ? words : text
}
