// Which part of a growing text can be read aloud: finished sentences only. Pure.

/** An end of a sentence followed by space, one of a script that needs none, or the end of a line. */
const sentenceEnd = /[.!?…][)"'”’\]]*\s|[。！？]|\n/g

/** The finished sentences of `text` from `from` on, without their markdown signs, and where to go on. At its end all is finished. */
export function takeFinishedSentences(
  text: string,
  startOffset: number,
  isComplete: boolean,
): { readonly spokenText: string; readonly nextOffset: number } {
  const rest = text.slice(startOffset)
  let end = isComplete ? rest.length : 0
  for (const match of rest.matchAll(sentenceEnd)) end = Math.max(end, match.index + match[0].length)
  return { spokenText: toSpokenText(rest.slice(0, end)), nextOffset: startOffset + end }
}

/**
 * No sign is looked for beyond where the same one begins again: a model may write a million of them, and each would lead to the end. For
 * that, nothing that `^` takes for the end of a line may count as a blank before a sign.
 */
function toSpokenText(markdown: string): string {
  return markdown
    .replaceAll(/^[^\S\n\r\u2028\u2029]*(?:#{1,6}|[-*+>]|\d+[.)]|`{3,}.*|\|[-:| ]+\|)\s*/gm, '')
    .replaceAll(/\[([^[\]\n]*)\]\([^[)\n]*\)/g, '$1')
    .replaceAll(/[*_`~|]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
