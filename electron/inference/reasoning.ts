// Tells reasoning from text in a chat stream. Hides the forms it comes in: three names of a field, and tags inside the text.

import { textOf, type Loose } from './loose.ts'

export interface Split {
  readonly text: string
  readonly reasoning: string
}

/** Providers name the field differently. Some send the same words under two names, so only the first that has any counts. */
export function reasoningOf(delta: Loose): string {
  return textOf(delta['reasoning_content']) || textOf(delta['reasoning']) || textOf(delta['reasoning_text'])
}

const opening = '<think>'
const closing = '</think>'
/** White space before the tag. It is gone through again with each piece, so that it must have an end. */
const longestLead = 1_000

interface ThinkSplitter {
  readonly add: (content: string) => Split
  /** What was held back because it might have been a tag. */
  readonly end: () => Split
}

/**
 * Splits text that opens with `<think>…</think>`, at whatever places it was cut. Only at the very beginning: an answer may speak
 * of the tag later. White space after a tag belongs to the tag.
 */
export function createThinkSplitter(): ThinkSplitter {
  let state: 'start' | 'thinking' | 'text' = 'start'
  /** At the start all there is, while thinking the end that may be the beginning of the closing tag. */
  let held = ''
  let isAfterTag = false

  function trimmedAfterTag(text: string): string {
    if (!isAfterTag) return text
    const trimmed = text.trimStart()
    if (trimmed !== '') isAfterTag = false
    return trimmed
  }

  function enter(next: 'thinking' | 'text', rest: string): Split {
    state = next
    held = ''
    isAfterTag = true
    return add(rest)
  }

  function begin(content: string): Split {
    const all = held + content
    const seen = all.trimStart()
    const mayOpen = all.length - seen.length <= longestLead
    if (mayOpen && seen.startsWith(opening)) return enter('thinking', seen.slice(opening.length))
    if (mayOpen && opening.startsWith(seen)) {
      held = all
      return nothing
    }
    held = ''
    state = 'text'
    return { text: all, reasoning: '' }
  }

  function think(content: string): Split {
    const all = held + content
    const at = all.indexOf(closing)
    if (at >= 0) {
      const reasoning = trimmedAfterTag(all.slice(0, at))
      return { text: enter('text', all.slice(at + closing.length)).text, reasoning }
    }
    const kept = lengthOfTagBegun(all)
    held = all.slice(all.length - kept)
    return { text: '', reasoning: trimmedAfterTag(all.slice(0, all.length - kept)) }
  }

  function add(content: string): Split {
    if (state === 'text') return { text: trimmedAfterTag(content), reasoning: '' }
    return state === 'start' ? begin(content) : think(content)
  }

  return {
    add,
    end() {
      const rest = held
      held = ''
      if (rest === '') return nothing
      return state === 'thinking' ? { text: '', reasoning: rest } : { text: rest, reasoning: '' }
    },
  }
}

const nothing: Split = { text: '', reasoning: '' }

/** How many of the last characters could be the beginning of the closing tag. */
function lengthOfTagBegun(text: string): number {
  for (let length = Math.min(closing.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(closing.slice(0, length))) return length
  }
  return 0
}
