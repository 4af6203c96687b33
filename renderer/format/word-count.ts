// Sizes in words, which people can picture, instead of bytes or characters. Pure.

const maxSampledCharacters = 20_000

/** About how many words a text has, in any language: counted in its beginning and scaled up, rounded to what "about" means. */
export function estimateWordCount(text: string): number {
  const sample = text.slice(0, maxSampledCharacters)
  let sampleWordCount = 0
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(sample))
    if (isWordLike === true) sampleWordCount += 1
  const total = sample.length === 0 ? 0 : (sampleWordCount * text.length) / sample.length
  return roundToTwoDigits(total)
}

/** 1,234 becomes 1,200; below a hundred it stays as it is. */
export function roundToTwoDigits(value: number): number {
  return value < 100 ? Math.round(value) : Number(value.toPrecision(2))
}
