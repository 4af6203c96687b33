// Extracts the searchable text of a message from the page, and finds text in it. The text is split into segments, one for each block
// element; a match may span several elements, but not several segments.

import { findOccurrences } from './fold-text.ts'

/** Elements with text of the message. Text that Parley adds inside them is marked with `data-search-ignore`. */
const textSelector = '[data-searchable]'
const blockTags: ReadonlySet<string> = new Set(
  'BLOCKQUOTE,DIV,H1,H2,H3,H4,H5,H6,HR,LI,OL,P,PRE,SECTION,TABLE,TBODY,TD,TH,THEAD,TR,UL'.split(','),
)

/** The part of a segment's text that comes from one node: a text node, or an element that represents a text, such as a formula. */
interface TextRun {
  readonly node: Text | Element
  /** The offset in the text of the segment. */
  readonly start: number
}

export interface TextSegment {
  readonly text: string
  readonly runs: readonly TextRun[]
}

/** The parts of a message that are searched separately: a change in one does not affect the others. */
export function getMessageParts(message: Element): readonly Element[] {
  return [...message.querySelectorAll(textSelector)].flatMap((textElement) => [
    ...(textElement.querySelector('[data-markdown]')?.children ?? [textElement]),
  ])
}

/** The part that contains a node; null if there is none. */
export function closestPart(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement
  return element?.closest(`[data-markdown] > *, ${textSelector}`) ?? null
}

export function extractSegments(part: Element): readonly TextSegment[] {
  const segments: TextSegment[] = []
  let text = ''
  let runs: TextRun[] = []
  const endSegment = (): void => {
    if (text !== '') segments.push({ text, runs })
    text = ''
    runs = []
  }
  const addRun = (node: TextRun['node'], runText: string): void => {
    runs.push({ node, start: text.length })
    text += runText
  }
  const visit = (node: Node): void => {
    if (node instanceof Text) return addRun(node, node.data)
    if (!(node instanceof HTMLElement) || node.dataset['searchIgnore'] !== undefined) return
    const formula = node.dataset['formula']
    if (formula !== undefined) return addRun(node, formula)
    if (node.tagName === 'BR') return addRun(node, '\n')
    const isBlock = blockTags.has(node.tagName)
    if (isBlock) endSegment()
    node.childNodes.forEach(visit)
    if (isBlock) endSegment()
  }
  visit(part)
  endSegment()
  return segments
}

/** Finds a folded query in a part of a message; the ranges are in order. */
export function findRanges(part: Element, query: string): readonly StaticRange[] {
  return extractSegments(part).flatMap(({ text, runs }) =>
    findOccurrences(text, query).map(([start, to]) => {
      const [startContainer, startOffset] = getBoundaryPoint(runs, start, 'start')
      const [endContainer, endOffset] = getBoundaryPoint(runs, to - 1, 'end')
      return new StaticRange({ startContainer, startOffset, endContainer, endOffset })
    }),
  )
}

/** The boundary point before or after the character at an offset of a segment. */
function getBoundaryPoint(runs: readonly TextRun[], offset: number, side: 'start' | 'end'): readonly [Node, number] {
  const run = findRun(runs, offset)
  if (run === undefined) throw new Error('A segment without runs has no offsets')
  const step = side === 'start' ? 0 : 1
  if (run.node instanceof Text) return [run.node, offset - run.start + step]
  const parent = run.node.parentNode ?? run.node
  return [parent, [...parent.childNodes].indexOf(run.node) + step]
}

/** The last run that starts at or before an offset. A binary search, because there may be thousands of matches and runs. */
function findRun(runs: readonly TextRun[], offset: number): TextRun | undefined {
  let [low, high] = [0, runs.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((runs[middle]?.start ?? 0) <= offset) low = middle
    else high = middle
  }
  return runs[low]
}

/** A live range, which follows the page's changes. */
export function toLiveRange({ startContainer, startOffset, endContainer, endOffset }: AbstractRange): Range {
  const range = new Range()
  range.setStart(startContainer, startOffset)
  range.setEnd(endContainer, endOffset)
  return range
}
