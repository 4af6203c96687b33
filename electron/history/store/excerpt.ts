// The short texts by which people recognize a conversation in the list: its title and its excerpt.

const maxTitleLength = 60
const maxExcerptLength = 140

/** The default title: the first words of the first prompt. */
export function titleFrom(text: string): string {
  return truncateToLine(text, maxTitleLength)
}

/** The beginning of a message on one line. */
export function excerptFrom(text: string): string {
  return truncateToLine(text, maxExcerptLength)
}

/** Returns at most `maxLength` UTF-16 units on one line, cut between words where possible. */
function truncateToLine(text: string, maxLength: number): string {
  // Enough for one line, even of a pasted book.
  const line = text
    .slice(0, maxLength * 8)
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (line.length <= maxLength) return line
  const lastSpace = line.lastIndexOf(' ', maxLength)
  const end = lastSpace > maxLength / 2 ? lastSpace : maxLength
  return `${dropLoneSurrogate(line.slice(0, end))}…`
}

/** Removes the first half of a surrogate pair at the end of the text, where a cut has separated it from the second. */
export function dropLoneSurrogate(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text
}
