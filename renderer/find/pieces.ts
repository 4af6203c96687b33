// What a message says as it stands on the page, in the pieces that are set apart there, and where in them something stands. A text that
// is sought may begin in one element and end in another, but not in another piece.

import { placesIn } from './folding.ts'

/** What a message says stands in such elements; in them, what Parley adds in such as these. */
const said = '[data-said]'
const apart: ReadonlySet<string> = new Set(
  'BLOCKQUOTE,DIV,H1,H2,H3,H4,H5,H6,HR,LI,OL,P,PRE,SECTION,TABLE,TBODY,TD,TH,THEAD,TR,UL'.split(','),
)

/** A run of a piece's text that comes from one node: from a text, or from an element that stands for a text as a whole. */
interface Run {
  readonly node: Text | Element
  /** In the text of the piece. */
  readonly from: number
}

export interface Piece {
  readonly text: string
  readonly runs: readonly Run[]
}

/** The parts of a message that are looked through one by one: what changes in one of them moves nothing in the others. */
export function partsOf(message: Element): readonly Element[] {
  return [...message.querySelectorAll(said)].flatMap((place) => [...(place.querySelector('[data-markdown]')?.children ?? [place])])
}

/** The part in which something stands; null where it is none. */
export function partAround(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement
  return element?.closest(`[data-markdown] > *, ${said}`) ?? null
}

export function piecesOf(part: Element): readonly Piece[] {
  const pieces: Piece[] = []
  let text = ''
  let runs: Run[] = []
  const setApart = (): void => {
    if (text !== '') pieces.push({ text, runs })
    text = ''
    runs = []
  }
  const add = (node: Run['node'], more: string): void => {
    runs.push({ node, from: text.length })
    text += more
  }
  const read = (node: Node): void => {
    if (node instanceof Text) return add(node, node.data)
    if (!(node instanceof HTMLElement) || node.dataset['unsaid'] !== undefined) return
    const formula = node.dataset['formula']
    if (formula !== undefined) return add(node, formula)
    if (node.tagName === 'BR') return add(node, '\n')
    const isApart = apart.has(node.tagName)
    if (isApart) setApart()
    node.childNodes.forEach(read)
    if (isApart) setApart()
  }
  read(part)
  setApart()
  return pieces
}

/** Where a folded text stands in a part of a message, in order. */
export function rangesIn(part: Element, query: string): readonly StaticRange[] {
  return piecesOf(part).flatMap(({ text, runs }) =>
    placesIn(text, query).map(([from, to]) => {
      const [startContainer, startOffset] = pointIn(runs, from, 'start')
      const [endContainer, endOffset] = pointIn(runs, to - 1, 'end')
      return new StaticRange({ startContainer, startOffset, endContainer, endOffset })
    }),
  )
}

/** The point before or behind the sign at a place of a piece's text. */
function pointIn(runs: readonly Run[], at: number, side: 'start' | 'end'): readonly [Node, number] {
  const run = runAt(runs, at)
  if (run === undefined) throw new Error('A piece has no place before its text')
  const step = side === 'start' ? 0 : 1
  if (run.node instanceof Text) return [run.node, at - run.from + step]
  const parent = run.node.parentNode ?? run.node
  return [parent, [...parent.childNodes].indexOf(run.node) + step]
}

/** The last run that begins at or before a place. By halves: thousands of places may be found among thousands of runs. */
function runAt(runs: readonly Run[], at: number): Run | undefined {
  let [first, behind] = [0, runs.length]
  while (behind - first > 1) {
    const middle = (first + behind) >> 1
    if ((runs[middle]?.from ?? 0) <= at) first = middle
    else behind = middle
  }
  return runs[first]
}

/** The same place as a range that goes along with the page's changes. */
export function liveRange({ startContainer, startOffset, endContainer, endOffset }: AbstractRange): Range {
  const range = new Range()
  range.setStart(startContainer, startOffset)
  range.setEnd(endContainer, endOffset)
  return range
}
