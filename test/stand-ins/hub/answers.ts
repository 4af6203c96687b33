// The stand-in's answers: text derived from the prompt, so that a test can tell which prompt it answers. No model runs.

export interface AnswerContext {
  /** The last message of the user, without directives. */
  readonly prompt: string
  /** The number of messages before it. */
  readonly precedingCount: number
  readonly imageCount: number
  readonly model: string
  readonly provider: string
}

/** A summary when the prompt asks for one, otherwise a reply that quotes the prompt. */
export function createAnswer(context: AnswerContext): string {
  return /summari[sz]e/i.test(context.prompt) ? summarize(extractText(context.prompt)) : createReply(context)
}

export function createReasoning({ prompt, precedingCount }: AnswerContext): string {
  return [
    `The prompt has ${formatCount(countWords(prompt), 'word')} and ${formatCount(precedingCount, 'message')} came before it.`,
    `It begins with “${takeWords(prompt, 6)}”.`,
    'I will say what I can tell from the prompt alone, in a few short sentences.',
  ].join('\n')
}

/** Exactly `length` characters of numbered sentences, so that a gap shows. */
export function createLongAnswer(length: number): string {
  const sentences: string[] = []
  for (let size = 0, number = 1; size < length; number += 1) {
    const sentence = `This is sentence ${number} of an answer of ${length} characters.${number % 6 === 0 ? '\n\n' : ' '}`
    sentences.push(sentence)
    size += sentence.length
  }
  return sentences.join('').slice(0, length)
}

/** Exactly `length` characters of markdown: the sample, repeated. */
export function createLongMarkdown(length: number): string {
  return `${markdownSample}\n`.repeat(Math.ceil(length / (markdownSample.length + 1))).slice(0, length)
}

/** The continuation of a text, for models that only continue text. */
export function createContinuation(text: string): string {
  return ` and so the text continued. It began with “${takeWords(text, 5)}”, was ${formatCount(countWords(text), 'word')} long, and ended here.`
}

/** An extract: the size of the text, and the first sentences of its paragraphs, unchanged. */
export function summarize(text: string): string {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '')
  const sentences = paragraphs.map(splitSentences)
  const all = sentences.flat()
  if (countWords(text) < 5) return 'There is no text to summarize in your message yet. Paste it below your question and send again.'

  const opening = paragraphs.length >= 3 ? sentences.flatMap((list) => list.slice(0, 1)) : all
  const chosen = opening.slice(0, 5)
  const size = `${formatCount(countWords(text), 'word')}, ${formatCount(all.length, 'sentence')}, ${formatCount(paragraphs.length, 'paragraph')}`
  return [
    `**Summary** of your text (${size}):`,
    chosen.map((sentence) => `- ${sentence} *(${formatCount(countWords(sentence), 'word')})*`).join('\n'),
    `These are ${formatCount(chosen.length, 'sentence')} of the text itself, unchanged.`,
  ].join('\n\n')
}

export const markdownSample = `# A sample of everything

Some **bold**, some *italic*, some ~~struck out~~, some \`code\`, and a [link to the documents](https://huggingface.co/docs).

## A list in a list

1. First
   - one thing
   - another thing
2. Second
3. Third

## A table

| Planet | Moons | Days in a year |
|---|---:|---:|
| Mercury | 0 | 88 |
| Earth | 1 | 365 |
| Mars | 2 | 687 |

## Code

\`\`\`python
def area(radius: float) -> float:
    return 3.14159 * radius ** 2
\`\`\`

> A quotation
> of two lines.

The area of a circle is $A = \\pi r^2$, and

$$
\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}
$$

![a picture that must not be fetched](https://example.invalid/picture.png)

---

The end.
`

function createReply({ prompt, precedingCount, imageCount, model, provider }: AnswerContext): string {
  const quoted = prompt
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
  const imageNote = imageCount === 0 ? '' : ` I was shown ${formatCount(imageCount, 'image')}.`
  return [
    'You wrote:',
    quoted,
    `That is ${formatCount(countWords(prompt), 'word')}; ${formatCount(precedingCount, 'earlier message')} came before it.${imageNote}`,
    `This is the stand-in for Hugging Face, answering in place of **${model}** at ${provider}:`,
    '- it reads your prompt,\n- it repeats what it has read,\n- it knows nothing else.',
  ].join('\n\n')
}

/** The text to summarize: the prompt without the question and without lines that only fence the text. */
function extractText(prompt: string): string {
  const lines = prompt.split('\n')
  const question = lines.findIndex((line) => /summari[sz]e/i.test(line))
  return lines
    .filter((line, index) => index !== question && !/^\s*(`{3,}\w*|~{3,}|"{3}|-{3,}|<\/?[\w -]+>)\s*$/.test(line))
    .join('\n')
    .trim()
}

function splitSentences(text: string): readonly string[] {
  const segments = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)
  return [...segments].map(({ segment }) => segment.trim().replaceAll(/\s+/g, ' ')).filter((sentence) => sentence !== '')
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

function takeWords(text: string, maxWords: number): string {
  return (text.match(/\S+/g) ?? []).slice(0, maxWords).join(' ')
}

function formatCount(size: number, noun: string): string {
  return `${size} ${noun}${size === 1 ? '' : 's'}`
}
