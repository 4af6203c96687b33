// Texts brought to a form in which case, accents, kinds of quotation mark and the width of gaps no longer tell them apart, as in the
// search of the history. Pure; the same in every language of the window.

/**
 * What folds to something else than its small letters: gaps, signs beyond ASCII with the marks on them, and marks on ASCII. No language
 * puts more than thirty marks on a sign (UAX #15, 12), and to put a million of them in order takes hours.
 */
const foldablePattern = /[^\S ][\s\p{M}]*| [\s\p{M}]+|[^\p{ASCII}]\p{M}{0,30}|\p{ASCII}\p{M}{1,30}/gu
/** Marks of Latin, Greek and Cyrillic letters. Those of other scripts make other letters. */
const accentMarks = /[\u0300-\u036F]/g
const quotationMarks: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"' }

export function foldText(text: string): string {
  return text.replace(foldablePattern, foldCharacter).toLowerCase()
}

function foldCharacter(character: string): string {
  if (/^\s/.test(character)) return ' '
  // A capital sigma is one small letter at the end of a word, and another elsewhere.
  const lowercase = character.normalize('NFD').replace(accentMarks, '').normalize('NFC').toLowerCase().replaceAll('ς', 'σ')
  return quotationMarks[lowercase] ?? lowercase
}

/** How often a folded text stands in another one, each time behind the last. */
export function countOccurrences(text: string, query: string): number {
  let count = 0
  for (let index = text.indexOf(query); index !== -1; index = text.indexOf(query, index + query.length)) count += 1
  return count
}

/** Where in a text a folded query stands, each time behind the last: `[from, to)` in the text as it is. */
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

/** Tells of rising places in the folded text which signs of the text itself they come from. */
function createIndexMapper(text: string): (index: number) => { readonly from: number; readonly to: number } {
  const foldableMatches = text.matchAll(foldablePattern)
  /** Up to here the two differ by this much. */
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
