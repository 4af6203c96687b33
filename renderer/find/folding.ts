// Texts brought to a form in which case, accents, kinds of quotation mark and the width of gaps no longer tell them apart, as in the
// search of the history. Pure; the same in every language of the window.

/**
 * What folds to something else than its small letters: gaps, signs beyond ASCII with the marks on them, and marks on ASCII. No language
 * puts more than thirty marks on a sign (UAX #15, 12), and to put a million of them in order takes hours.
 */
const special = /[^\S ][\s\p{M}]*| [\s\p{M}]+|[^\p{ASCII}]\p{M}{0,30}|\p{ASCII}\p{M}{1,30}/gu
/** Marks of Latin, Greek and Cyrillic letters. Those of other scripts make other letters. */
const accents = /[\u0300-\u036F]/g
const quotationMarks: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"' }

export function folded(text: string): string {
  return text.replace(special, foldedSign).toLowerCase()
}

function foldedSign(sign: string): string {
  if (/^\s/.test(sign)) return ' '
  // A capital sigma is one small letter at the end of a word, and another elsewhere.
  const small = sign.normalize('NFD').replace(accents, '').normalize('NFC').toLowerCase().replaceAll('ς', 'σ')
  return quotationMarks[small] ?? small
}

/** How often a folded text stands in another one, each time behind the last. */
export function countIn(text: string, query: string): number {
  let count = 0
  for (let at = text.indexOf(query); at !== -1; at = text.indexOf(query, at + query.length)) count += 1
  return count
}

/** Where in a text a folded query stands, each time behind the last: `[from, to)` in the text as it is. */
export function placesIn(text: string, query: string): readonly (readonly [from: number, to: number])[] {
  const fold = folded(text)
  const found: (readonly [number, number])[] = []
  let at = fold.indexOf(query)
  if (at === -1) return found
  const place = placer(text)
  for (; at !== -1; at = fold.indexOf(query, at + query.length)) {
    found.push([place(at).from, place(at + query.length - 1).to])
  }
  return found
}

/** Tells of rising places in the folded text which signs of the text itself they come from. */
function placer(text: string): (at: number) => { readonly from: number; readonly to: number } {
  const specials = text.matchAll(special)
  /** Up to here the two differ by this much. */
  let before = 0
  let next = specials.next().value
  let nextFold = next === undefined ? '' : foldedSign(next[0])
  return function place(at) {
    while (next !== undefined && at >= next.index + before + nextFold.length) {
      before += nextFold.length - next[0].length
      next = specials.next().value
      nextFold = next === undefined ? '' : foldedSign(next[0])
    }
    if (next !== undefined && at >= next.index + before) return { from: next.index, to: next.index + next[0].length }
    return { from: at - before, to: at - before + 1 }
  }
}
