// What a message says as it stands on the page, in the pieces that are set apart there, and where in them something stands. A text that
// is sought may begin in one element and end in another, but not in another piece.

import { findOccurrences } from './fold-text.ts'

/** What a message says stands in such elements; in them, what Parley adds in such as these. */
const textSelector = '[data-said]'
const blockTags: ReadonlySet<string> = new Set(
  'BLOCKQUOTE,DIV,H1,H2,H3,H4,H5,H6,HR,LI,OL,P,PRE,SECTION,TABLE,TBODY,TD,TH,THEAD,TR,UL'.split(','),
)

/** A run of a piece's text that comes from one node: from a text, or from an element that stands for a text as a whole. */
interface TextRun {
  readonly node: Text | Element
  /** In the text of the piece. */
  readonly start: number
}

export interface TextSegment {
  readonly text: string
  readonly runs: readonly TextRun[]
}

/** The parts of a message that are looked through one by one: what changes in one of them moves nothing in the others. */
export function getMessageParts(message: Element): readonly Element[] {
  return [...message.querySelectorAll(textSelector)].flatMap((textElement) => [
    ...(textElement.querySelector('[data-markdown]')?.children ?? [textElement]),
  ])
}

/** The part in which something stands; null where it is none. */
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
    if (!(node instanceof HTMLElement) || node.dataset['unsaid'] !== undefined) return
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

/** Where a folded text stands in a part of a message, in order. */
export function findRanges(part: Element, query: string): readonly StaticRange[] {
  return extractSegments(part).flatMap(({ text, runs }) =>
    findOccurrences(text, query).map(([start, to]) => {
      const [startContainer, startOffset] = getBoundaryPoint(runs, start, 'start')
      const [endContainer, endOffset] = getBoundaryPoint(runs, to - 1, 'end')
      return new StaticRange({ startContainer, startOffset, endContainer, endOffset })
    }),
  )
}

/** The point before or behind the sign at a place of a piece's text. */
function getBoundaryPoint(runs: readonly TextRun[], offset: number, side: 'start' | 'end'): readonly [Node, number] {
  const run = findRun(runs, offset)
  if (run === undefined) throw new Error('A piece has no place before its text')
  const step = side === 'start' ? 0 : 1
  if (run.node instanceof Text) return [run.node, offset - run.start + step]
  const parent = run.node.parentNode ?? run.node
  return [parent, [...parent.childNodes].indexOf(run.node) + step]
}

/** The last run that begins at or before a place. By halves: thousands of places may be found among thousands of runs. */
function findRun(runs: readonly TextRun[], offset: number): TextRun | undefined {
  let [low, high] = [0, runs.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((runs[middle]?.start ?? 0) <= offset) low = middle
    else high = middle
  }
  return runs[low]
}

/** The same place as a range that goes along with the page's changes. */
export function toLiveRange({ startContainer, startOffset, endContainer, endOffset }: AbstractRange): Range {
  const range = new Range()
  range.setStart(startContainer, startOffset)
  range.setEnd(endContainer, endOffset)
  return range
}
