// Tells reasoning from text in a chat stream. Hides the forms it comes in: three names of a field, and tags inside the text.

import { toText, type UnknownRecord } from './untrusted-json.ts'

export interface SplitText {
  readonly text: string
  readonly reasoning: string
}

/** Providers name the field differently. Some send the same words under two names, so only the first that has any counts. */
export function getReasoning(delta: UnknownRecord): string {
  return toText(delta['reasoning_content']) || toText(delta['reasoning']) || toText(delta['reasoning_text'])
}

const openingTag = '<think>'
const closingTag = '</think>'
/** White space before the tag. It is gone through again with each piece, so that it must have an end. */
const maxLeadingSpace = 1_000

interface ThinkSplitter {
  readonly add: (content: string) => SplitText
  /** What was held back because it might have been a tag. */
  readonly end: () => SplitText
}

/**
 * Splits text that opens with `<think>…</think>`, at whatever places it was cut. Only at the very beginning: an answer may speak
 * of the tag later. White space after a tag belongs to the tag.
 */
export function createThinkSplitter(): ThinkSplitter {
  let state: 'start' | 'thinking' | 'text' = 'start'
  /** At the start all there is, while thinking the end that may be the beginning of the closing tag. */
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

/** How many of the last characters could be the beginning of the closing tag. */
function getPartialTagLength(text: string): number {
  for (let length = Math.min(closingTag.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(closingTag.slice(0, length))) return length
  }
  return 0
}
