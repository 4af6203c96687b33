// An answer as models write them: headings, paragraphs with marks in them, lists, tables, code and quotations, never twice the same.

const words =
  'water light engine sentence market river pattern number garden reason method signal bread window letter history border season motor vessel surface'.split(
    ' ',
  )
const verbs = 'carries follows changes supports explains limits reaches measures holds divides'.split(' ')

/** Exactly `length` characters, always the same ones. */
export function realisticMarkdown(length: number): string {
  let answer = ''
  for (let part = 0; answer.length < length; part += 1) answer += `${parts[part % parts.length]?.(part) ?? ''}\n\n`
  return answer.slice(0, length)
}

function word(number: number): string {
  return words[(number * 7 + Math.floor(number / 5)) % words.length] ?? ''
}

function sentence(number: number): string {
  const verb = verbs[number % verbs.length] ?? ''
  const marked = [`**${word(number + 3)}**`, `*${word(number + 4)}*`, `\`${word(number)}_${word(number + 1)}\``, word(number + 5)][
    number % 4
  ]
  return `The ${word(number)} ${verb} the ${marked ?? ''} of a ${word(number + 6)}, and ${number % 90} times in a hundred this is what the ${word(number + 2)} needs.`
}

const sentences = (number: number, count: number): string =>
  Array.from({ length: count }, (_, index) => sentence(number * 3 + index)).join(' ')

const parts: readonly ((number: number) => string)[] = [
  (number) => `## ${number}. The ${word(number)} and its ${word(number + 1)}`,
  (number) => sentences(number, 4),
  (number) => Array.from({ length: 5 }, (_, index) => `- **${word(number + index)}**: ${sentence(number + index)}`).join('\n'),
  (number) =>
    `${sentences(number, 3)} More of it stands in [the notes on ${word(number)}](https://notes.example/${word(number)}/${number}).`,
  (number) =>
    [
      '```typescript',
      `export function ${word(number)}(${word(number + 1)}: number): number {`,
      `  const ${word(number + 2)} = ${word(number + 1)} * ${number}`,
      `  if (${word(number + 2)} > 100) return ${word(number + 2)} - 1`,
      '  // What is left is counted once more.',
      `  return Math.max(0, ${word(number + 2)})`,
      '}',
      '```',
    ].join('\n'),
  (number) => sentences(number, 5),
  (number) => [1, 2, 3, 4].map((index) => `${index}. ${sentence(number + index)}\n   - ${sentence(number + index + 9)}`).join('\n'),
  (number) => `### What the ${word(number)} ${verbs[number % verbs.length] ?? ''}`,
  (number) => `> ${sentence(number)}\n> ${sentence(number + 1)}`,
  (number) =>
    [
      `| ${word(number)} | ${word(number + 1)} | amount |`,
      '|---|:---:|---:|',
      ...Array.from(
        { length: 6 },
        (_, index) => `| ${word(number + index)} | *${word(index + 2)}* and ${word(index)} | ${(number * 31 + index) % 977} |`,
      ),
    ].join('\n'),
  (number) => sentences(number, 4),
]

/** Blocks of that length that no blank line ends. */
export function endlessBlocks(length: number): Readonly<Record<'fence' | 'list' | 'table' | 'paragraph', string>> {
  const repeated = (part: (number: number) => string, head = ''): string => {
    let text = head
    for (let number = 0; text.length < length; number += 1) text += part(number)
    return text.slice(0, length)
  }
  return {
    fence: repeated((number) => `const ${word(number)}${number} = ${word(number + 1)}(${number}) + ${number % 7}\n`, '```typescript\n'),
    list: repeated((number) => `- **${word(number)}**: ${sentence(number)}\n`),
    table: repeated(
      (number) => `| ${word(number)} | *${word(number + 1)}* | ${number * 3} |\n`,
      '| name | kind | amount |\n|---|---|---:|\n',
    ),
    paragraph: repeated((number) => `${sentence(number)} `),
  }
}
