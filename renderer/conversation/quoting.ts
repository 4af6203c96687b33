// Quoting an answer: what is selected in it goes into the prompt box as lines that begin with ">".

import { getComposer, setDraft } from '../state/composer.ts'
import { withQuotation } from '../state/drafts.ts'

/** The attribute of an element whose text can be quoted. */
export const quotableAttribute = { 'data-quotable': '' } as const
const quotableSelector = '[data-quotable]'

export interface QuotableSelection {
  readonly text: string
  readonly range: Range
}

/** What is selected, where all of it stands in one answer; null otherwise. */
export function getQuotableSelection(): QuotableSelection | null {
  const selection = document.getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null
  const text = selection.toString().trim()
  const range = selection.getRangeAt(0)
  return text !== '' && closestQuotable(range.commonAncestorContainer) !== null ? { text, range } : null
}

/** What is selected in the text of this answer; null where nothing is. */
export function getSelectionInAnswer(answerId: string): string | null {
  const selected = getQuotableSelection()
  const message = selected === null ? null : closestQuotable(selected.range.commonAncestorContainer)?.closest('[data-message]')
  return message?.getAttribute('data-message') === answerId ? (selected?.text ?? null) : null
}

function closestQuotable(node: Node): Element | null {
  return (node instanceof Element ? node : node.parentElement)?.closest(quotableSelector) ?? null
}

/** Puts the text into the prompt box behind what stands there, and leads the focus to where one goes on. */
export function quoteInPrompt(text: string): void {
  setDraft(withQuotation(getComposer().draft, text))
  document.getSelection()?.removeAllRanges()
  // A menu that closes gives the focus back to its button, a frame later.
  requestAnimationFrame(() => requestAnimationFrame(focusPromptBoxEnd))
}

function focusPromptBoxEnd(): void {
  const box = document.querySelector<HTMLTextAreaElement>('textarea[data-prompt-box]')
  box?.focus()
  box?.setSelectionRange(box.value.length, box.value.length)
  if (box !== null) box.scrollTop = box.scrollHeight
}
