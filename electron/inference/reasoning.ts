// Separates reasoning from text in a chat stream. Hides the forms of reasoning: a field with three names, and tags inside the text.

import { toText, type UnknownRecord } from './untrusted-json.ts'

export interface SplitText {
  readonly text: string
  readonly reasoning: string
}

/** Providers name the field differently. Some send the same text under two names, so only the first non-empty one counts. */
export function getReasoning(delta: UnknownRecord): string {
  return toText(delta['reasoning_content']) || toText(delta['reasoning']) || toText(delta['reasoning_text'])
}

const openingTag = '<think>'
const closingTag = '</think>'
/** White space before the tag is scanned again with each chunk, so its length is limited. */
const maxLeadingSpace = 1_000

interface ThinkSplitter {
  readonly add: (content: string) => SplitText
  /** The text that was held back because it could have become a tag. */
  readonly end: () => SplitText
}

/**
 * Splits text that starts with `<think>…</think>`, wherever it was cut into chunks. Only at the very start, because an answer may mention
 * the tag later. White space after a tag belongs to the tag.
 */
export function createThinkSplitter(): ThinkSplitter {
  let state: 'start' | 'thinking' | 'text' = 'start'
  /** At the start: all of the text so far. While thinking: its end, if that may be the start of the closing tag. */
  let pending = ''
  let isAfterTag = false

  function trimAfterTag(text: string): string {
    if (!isAfterTag) return text
    const trimmed = text.trimStart()
    if (trimmed !== '') isAfterTag = false
    return trimmed
  }

  function enterState(next: 'thinking' | 'text', rest: string): SplitText {
    state = next
    pending = ''
    isAfterTag = true
    return add(rest)
  }

  function readStart(content: string): SplitText {
    const all = pending + content
    const trimmedContent = all.trimStart()
    const canOpen = all.length - trimmedContent.length <= maxLeadingSpace
    if (canOpen && trimmedContent.startsWith(openingTag)) return enterState('thinking', trimmedContent.slice(openingTag.length))
    if (canOpen && openingTag.startsWith(trimmedContent)) {
      pending = all
      return emptySplit
    }
    pending = ''
    state = 'text'
    return { text: all, reasoning: '' }
  }

  function readThinking(content: string): SplitText {
    const all = pending + content
    const closingIndex = all.indexOf(closingTag)
    if (closingIndex >= 0) {
      const reasoning = trimAfterTag(all.slice(0, closingIndex))
      return { text: enterState('text', all.slice(closingIndex + closingTag.length)).text, reasoning }
    }
    const partialTagLength = getPartialTagLength(all)
    pending = all.slice(all.length - partialTagLength)
    return { text: '', reasoning: trimAfterTag(all.slice(0, all.length - partialTagLength)) }
  }

  function add(content: string): SplitText {
    if (state === 'text') return { text: trimAfterTag(content), reasoning: '' }
    return state === 'start' ? readStart(content) : readThinking(content)
  }

  return {
    add,
    end() {
      const rest = pending
      pending = ''
      if (rest === '') return emptySplit
      return state === 'thinking' ? { text: '', reasoning: rest } : { text: rest, reasoning: '' }
    },
  }
}

const emptySplit: SplitText = { text: '', reasoning: '' }

/** How many of the last characters could be the start of the closing tag. */
function getPartialTagLength(text: string): number {
  for (let length = Math.min(closingTag.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(closingTag.slice(0, length))) return length
  }
  return 0
}
