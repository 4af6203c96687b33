// The few words by which a person knows a conversation again: its title and its excerpt in the list.

const longestTitle = 60
const longestExcerpt = 140

/** A title from the first words of the first prompt. */
export function titleFrom(text: string): string {
  return firstWords(text, longestTitle)
}

/** The beginning of a message on one line. */
export function excerptFrom(text: string): string {
  return firstWords(text, longestExcerpt)
}

/** Up to `longest` UTF-16 units on one line, cut between words where there is a gap to cut at. */
function firstWords(text: string, longest: number): string {
  // A pasted book is not worth reading to its end for a line.
  const line = text
    .slice(0, longest * 8)
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (line.length <= longest) return line
  const gap = line.lastIndexOf(' ', longest)
  const end = gap > longest / 2 ? gap : longest
  return `${wholeCharacters(line.slice(0, end))}…`
}

/** Without the first half of a character that two UTF-16 units make, should the text end with one. */
export function wholeCharacters(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text
}
