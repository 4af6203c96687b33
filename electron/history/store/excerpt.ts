// The few words by which a person knows a conversation again: its title and its excerpt in the list.

const maxTitleLength = 60
const maxExcerptLength = 140

/** A title from the first words of the first prompt. */
export function titleFrom(text: string): string {
  return truncateToWords(text, maxTitleLength)
}

/** The beginning of a message on one line. */
export function excerptFrom(text: string): string {
  return truncateToWords(text, maxExcerptLength)
}

/** Up to `longest` UTF-16 units on one line, cut between words where there is a gap to cut at. */
function truncateToWords(text: string, maxLength: number): string {
  // A pasted book is not worth reading to its end for a line.
  const line = text
    .slice(0, maxLength * 8)
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (line.length <= maxLength) return line
  const lastSpace = line.lastIndexOf(' ', maxLength)
  const end = lastSpace > maxLength / 2 ? lastSpace : maxLength
  return `${dropLoneSurrogate(line.slice(0, end))}…`
}

/** Without the first half of a character that two UTF-16 units make, should the text end with one. */
export function dropLoneSurrogate(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text
}
