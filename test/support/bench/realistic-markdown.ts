// Generates answers like those of models: headings, formatted paragraphs, lists, tables, code and quotations, without repetition.

const words =
  'water light engine sentence market river pattern number garden reason method signal bread window letter history border season motor vessel surface'.split(
    ' ',
  )
const verbs = 'carries follows changes supports explains limits reaches measures holds divides'.split(' ')

/** Exactly `length` characters, always the same text. */
export function realisticMarkdown(length: number): string {
  let answer = ''
  for (let section = 0; answer.length < length; section += 1) answer += `${sections[section % sections.length]?.(section) ?? ''}\n\n`
  return answer.slice(0, length)
}

function word(seed: number): string {
  return words[(seed * 7 + Math.floor(seed / 5)) % words.length] ?? ''
}

function sentence(seed: number): string {
  const verb = verbs[seed % verbs.length] ?? ''
  const emphasized = [`**${word(seed + 3)}**`, `*${word(seed + 4)}*`, `\`${word(seed)}_${word(seed + 1)}\``, word(seed + 5)][seed % 4]
  return `The ${word(seed)} ${verb} the ${emphasized ?? ''} of a ${word(seed + 6)}, and ${seed % 90} times in a hundred this is what the ${word(seed + 2)} needs.`
}

const sentences = (seed: number, count: number): string => Array.from({ length: count }, (_, index) => sentence(seed * 3 + index)).join(' ')

const sections: readonly ((seed: number) => string)[] = [
  (seed) => `## ${seed}. The ${word(seed)} and its ${word(seed + 1)}`,
  (seed) => sentences(seed, 4),
  (seed) => Array.from({ length: 5 }, (_, index) => `- **${word(seed + index)}**: ${sentence(seed + index)}`).join('\n'),
  (seed) => `${sentences(seed, 3)} More of it stands in [the notes on ${word(seed)}](https://notes.example/${word(seed)}/${seed}).`,
  (seed) =>
    [
      '```typescript',
      `export function ${word(seed)}(${word(seed + 1)}: number): number {`,
      `  const ${word(seed + 2)} = ${word(seed + 1)} * ${seed}`,
      `  if (${word(seed + 2)} > 100) return ${word(seed + 2)} - 1`,
      '  // What is left is counted once more.',
      `  return Math.max(0, ${word(seed + 2)})`,
      '}',
      '```',
    ].join('\n'),
  (seed) => sentences(seed, 5),
  (seed) => [1, 2, 3, 4].map((index) => `${index}. ${sentence(seed + index)}\n   - ${sentence(seed + index + 9)}`).join('\n'),
  (seed) => `### What the ${word(seed)} ${verbs[seed % verbs.length] ?? ''}`,
  (seed) => `> ${sentence(seed)}\n> ${sentence(seed + 1)}`,
  (seed) =>
    [
      `| ${word(seed)} | ${word(seed + 1)} | amount |`,
      '|---|:---:|---:|',
      ...Array.from(
        { length: 6 },
        (_, index) => `| ${word(seed + index)} | *${word(index + 2)}* and ${word(index)} | ${(seed * 31 + index) % 977} |`,
      ),
    ].join('\n'),
  (seed) => sentences(seed, 4),
]

/** One block of each kind with that length, without a blank line that would end it. */
export function endlessBlocks(length: number): Readonly<Record<'fence' | 'list' | 'table' | 'paragraph', string>> {
  const repeatUntilLong = (section: (seed: number) => string, head = ''): string => {
    let text = head
    for (let seed = 0; text.length < length; seed += 1) text += section(seed)
    return text.slice(0, length)
  }
  return {
    fence: repeatUntilLong((seed) => `const ${word(seed)}${seed} = ${word(seed + 1)}(${seed}) + ${seed % 7}\n`, '```typescript\n'),
    list: repeatUntilLong((seed) => `- **${word(seed)}**: ${sentence(seed)}\n`),
    table: repeatUntilLong(
      (seed) => `| ${word(seed)} | *${word(seed + 1)}* | ${seed * 3} |\n`,
      '| name | kind | amount |\n|---|---|---:|\n',
    ),
    paragraph: repeatUntilLong((seed) => `${sentence(seed)} `),
  }
}
