// Detects prompts that refer to a text that is missing. Pure. Knows all languages of Parley, whichever is on screen; a wrong guess costs one
// more press of Enter.

import { getLanguageEntry, languages } from '../../shared/language.ts'

const textReference = new RegExp(languages.flatMap((language) => getLanguageEntry(language).textReferences).join('|'), 'i')
/** More than this, and the text is most likely in the prompt itself. */
const maxRequestLength = 300
/** What comes after a colon or a line break and is at least this long counts as the text. */
const minTextLength = 20

/** "Can you summarize this text?" is missing its text; "Summarize this text: Once upon a time…" is not. */
export function isMissingText(prompt: string): boolean {
  const match = textReference.exec(prompt)
  if (match === null || prompt.length > maxRequestLength) return false
  const rest = prompt.slice(match.index + match[0].length)
  const start = rest.search(/[:\n"“„»]/)
  const textBefore = prompt.slice(0, match.index).split('\n').slice(0, -1).join('\n')
  return textBefore.trim().length < minTextLength && (start === -1 || rest.slice(start + 1).trim().length < minTextLength)
}
