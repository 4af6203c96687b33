// Folds texts so that case, accents, the kind of quotation marks and the amount of white space do not matter, as in the history's search.
// Pure; independent of the window's language.

/**
 * Everything that folds to more than its lowercase: white space, and characters outside ASCII with their combining marks. No language
 * puts more than thirty marks on a character (UAX #15, section 12), and normalizing a million of them takes hours.
 */
const foldablePattern = /[^\S ][\s\p{M}]*| [\s\p{M}]+|[^\p{ASCII}]\p{M}{0,30}|\p{ASCII}\p{M}{1,30}/gu
/** Combining marks of Latin, Greek and Cyrillic. In other scripts, marks make different letters. */
const accentMarks = /[\u0300-\u036F]/g
const quotationMarks: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"' }

export function foldText(text: string): string {
  return text.replace(foldablePattern, foldCharacter).toLowerCase()
}

function foldCharacter(character: string): string {
  if (/^\s/.test(character)) return ' '
  // A capital sigma has two lowercase letters, one of them for the end of a word.
  const lowercase = character.normalize('NFD').replace(accentMarks, '').normalize('NFC').toLowerCase().replaceAll('ς', 'σ')
  return quotationMarks[lowercase] ?? lowercase
}

/** Counts the occurrences of a folded query in a folded text, without overlaps. */
export function countOccurrences(text: string, query: string): number {
  let count = 0
  for (let index = text.indexOf(query); index !== -1; index = text.indexOf(query, index + query.length)) count += 1
  return count
}

/** Finds a folded query in a text, without overlaps: `[from, to)` are offsets in the original text. */
export function findOccurrences(text: string, query: string): readonly (readonly [from: number, to: number])[] {
  const foldedText = foldText(text)
  const occurrences: (readonly [number, number])[] = []
  let index = foldedText.indexOf(query)
  if (index === -1) return occurrences
  const mapIndex = createIndexMapper(text)
  for (; index !== -1; index = foldedText.indexOf(query, index + query.length)) {
    occurrences.push([mapIndex(index).from, mapIndex(index + query.length - 1).to])
  }
  return occurrences
}

/** Maps offsets in the folded text, in ascending order, to the characters of the original text. */
function createIndexMapper(text: string): (index: number) => { readonly from: number; readonly to: number } {
  const foldableMatches = text.matchAll(foldablePattern)
  /** The difference between folded and original offsets so far. */
  let shift = 0
  let next = foldableMatches.next().value
  let nextFolded = next === undefined ? '' : foldCharacter(next[0])
  return function mapIndex(index) {
    while (next !== undefined && index >= next.index + shift + nextFolded.length) {
      shift += nextFolded.length - next[0].length
      next = foldableMatches.next().value
      nextFolded = next === undefined ? '' : foldCharacter(next[0])
    }
    if (next !== undefined && index >= next.index + shift) return { from: next.index, to: next.index + next[0].length }
    return { from: index - shift, to: index - shift + 1 }
  }
}
