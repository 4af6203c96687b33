// Sizes in words, which people can picture, instead of bytes or characters. Pure.

const sampled = 20_000

/** About how many words a text has, in any language: counted in its beginning and scaled up, rounded to what "about" means. */
export function countWords(text: string): number {
  const sample = text.slice(0, sampled)
  let words = 0
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(sample)) if (isWordLike === true) words += 1
  const all = sample.length === 0 ? 0 : (words * text.length) / sample.length
  return roundedToTwoDigits(all)
}

/** 1,234 becomes 1,200; below a hundred it stays as it is. */
export function roundedToTwoDigits(value: number): number {
  return value < 100 ? Math.round(value) : Number(value.toPrecision(2))
}
