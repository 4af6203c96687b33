// What it costs to show an answer while it grows: Parley's own component beside what others show answers with, and beside the plain
// text in paragraphs, all in one page under the window's policy.

import type { Page } from '@playwright/test'
import '../support/bench/answer-designs/contract.ts'
import type { Design, Growth, RealTime } from '../support/bench/answer-designs/contract.ts'
import { inTurn, median, type Bar, type Bench, type Measured } from '../support/bench/bench.ts'
import { endlessBlocks, realisticMarkdown } from '../support/bench/realistic-markdown.ts'
import { openBuiltPage } from '../support/page/built-page.ts'

/** Characters of a piece, as a model's words come; and pieces a second at a fast one. */
const piece = 4
const piecesPerSecond = 200
/** What comes while one frame is shown. */
const pieceOfFrame = Math.round((piece * piecesPerSecond) / 60)

const sizes = [
  { length: 2_000, name: '2k' },
  { length: 10_000, name: '10k' },
  { length: 50_000, name: '50k' },
  { length: 200_000, name: '200k' },
] as const
type Size = (typeof sizes)[number]
/** Beyond this length react-markdown takes minutes to hours, so it is timed at some places. */
const longestInFull = 10_000
const places = 12
/** Frames are counted over the last seconds of an answer, where there is most of it. */
const secondsInRealTime = 3
const openBlockLength = 48_000

interface Other {
  readonly name: string
  readonly what: string
  readonly design: Design
  readonly step: number
  readonly isSampled: (length: number) => boolean
  /** What bar Parley has beside it at the greatest length, under this name. */
  readonly bar?: { readonly name: string; readonly limit: number }
}

const isLong = (length: number): boolean => length > longestInFull
const others: readonly Other[] = [
  { name: 'ReactMarkdownPiece', what: 'react-markdown every piece', design: 'reactMarkdown', step: piece, isSampled: isLong },
  {
    name: 'ReactMarkdownFrame',
    what: 'react-markdown once a frame',
    design: 'reactMarkdown',
    step: pieceOfFrame,
    isSampled: isLong,
    bar: { name: 'fewerThanReactMarkdownFrame', limit: 100 },
  },
  {
    name: 'Streamdown',
    what: 'streamdown once a frame',
    design: 'streamdown',
    step: pieceOfFrame,
    isSampled: () => false,
    bar: { name: 'fewerThanStreamdown', limit: 20 },
  },
]

/** Milliseconds of script by length. */
type Costs = ReadonlyMap<number, readonly number[]>

export const bench: Bench = async (say) => {
  await using opened = await openBuiltPage('bench/answer-designs')
  // Awaited here: what `using` holds is closed when the function returns, not when its promise is kept.
  return await allRows(opened.page, say)
}

async function allRows(page: Page, say: (line: string) => void): Promise<readonly Measured[]> {
  const rows: Measured[] = []
  const parley = new Map<number, readonly number[]>()
  const floor = new Map<number, readonly number[]>()
  for (const size of sizes) {
    say(`Parley and the floor at ${characters(size)} …`)
    const figures = await inTurn(
      () => script(page, 'parley', size.length, pieceOfFrame),
      () => script(page, 'floor', size.length, pieceOfFrame),
    )
    parley.set(size.length, figures.parley)
    floor.set(size.length, figures.floor)
    rows.push(besideFloor(size, figures))
    rows.push(...(await framesBesideFloor(page, size)))
  }
  rows.push(growth('exponent', 'plain paragraphs', parley, floor, { kind: 'figure-at-most', limit: 1.1 }))
  for (const other of others) rows.push(...(await besideOther(page, other, parley, say)))
  say('One block that never ends …')
  for (const [name, text] of Object.entries(endlessBlocks(openBlockLength))) rows.push(await openBlock(page, name, text))
  return rows
}

function besideFloor(size: Size, figures: Pick<Measured, 'parley' | 'floor'>): Measured {
  const isLongest = size === sizes.at(-1)
  return {
    name: `floorAt${size.name}`,
    what: `script for ${characters(size)} / for them as plain paragraphs`,
    unit: 'ms',
    ...figures,
    bar: isLongest ? { kind: 'ratio-at-most', limit: 12 } : { kind: 'none' },
  }
}

async function framesBesideFloor(page: Page, size: Size): Promise<readonly Measured[]> {
  const figures = await inTurn(
    () => realTime(page, 'parley', size),
    () => realTime(page, 'floor', size),
  )
  const isLongest = size === sizes.at(-1)
  return [
    {
      name: isLongest ? 'longestTaskMs' : `longestTaskMsAt${size.name}`,
      what: `longest task at ${characters(size)}, ${piecesPerSecond} pieces a second / plain paragraphs`,
      unit: 'ms',
      parley: figures.parley.map(({ longestTaskMs }) => longestTaskMs),
      floor: figures.floor.map(({ longestTaskMs }) => longestTaskMs),
      by: 'figure',
      bar: isLongest ? { kind: 'figure-at-most', limit: 16 } : { kind: 'none' },
    },
    {
      name: isLongest ? 'droppedFrames' : `droppedFramesAt${size.name}`,
      what: `frames dropped at ${characters(size)}, of ${secondsInRealTime * 60} / plain paragraphs`,
      unit: 'frames',
      parley: figures.parley.map(({ droppedFrames }) => droppedFrames),
      floor: figures.floor.map(({ droppedFrames }) => droppedFrames),
      by: 'figure',
      bar: isLongest ? { kind: 'figure-at-most', limit: 0 } : { kind: 'none' },
    },
  ]
}

async function besideOther(page: Page, other: Other, parley: Costs, say: (line: string) => void): Promise<readonly Measured[]> {
  const rows: Measured[] = []
  const costs = new Map<number, readonly number[]>()
  const isEachFrame = other.step === pieceOfFrame
  for (const size of sizes) {
    const isSampled = other.isSampled(size.length)
    say(`${other.what} at ${characters(size)}${isSampled ? ', sampled' : ''} …`)
    const growing = { text: realisticMarkdown(size.length + 1_000), from: 0, to: size.length, step: other.step }
    const ms = isSampled
      ? await page.evaluate(([design, each, count]) => window.answerDesigns.sampled(design, each, count), [
          other.design,
          growing,
          places,
        ] as const)
      : await script(page, other.design, size.length, other.step)
    costs.set(size.length, [ms])
    const bar: Bar =
      size === sizes.at(-1) && other.bar !== undefined ? { kind: 'ratio-at-least', limit: other.bar.limit } : { kind: 'none' }
    rows.push({
      name: bar.kind === 'none' ? `script${other.name}At${size.name}` : (other.bar?.name ?? ''),
      what: `script for ${characters(size)} / ${other.what}${isSampled ? ', sampled' : ''}`,
      unit: 'ms',
      parley: parley.get(size.length) ?? [],
      floor: [ms],
      by: 'times less',
      bar,
    })
  }
  rows.push(growth(`exponent${other.name}`, other.what, parley, costs, { kind: 'none' }))
  if (!isEachFrame) return rows
  const longest = sizes[sizes.length - 1] ?? sizes[0]
  say(`${other.what} in real time …`)
  const [ours, theirs] = [await realTime(page, 'parley', longest), await realTime(page, other.design, longest)]
  const told = { by: 'figure', bar: { kind: 'none' } } as const
  return [
    ...rows,
    {
      name: `longestTaskMs${other.name}`,
      what: `longest task at ${characters(longest)}, once / ${other.what}`,
      unit: 'ms',
      parley: [ours.longestTaskMs],
      floor: [theirs.longestTaskMs],
      ...told,
    },
    {
      name: `droppedFrames${other.name}`,
      what: `frames dropped at ${characters(longest)}, once / ${other.what}`,
      unit: 'frames',
      parley: [ours.droppedFrames],
      floor: [theirs.droppedFrames],
      ...told,
    },
  ]
}

/** How script grows with the text between the second length and the last: 1 is in step with it, 2 as its square. */
function growth(name: string, beside: string, parley: Costs, other: Costs, bar: Bar): Measured {
  const [from, to] = [sizes[1].length, sizes[3].length]
  const exponents = (costs: Costs): readonly number[] => {
    const start = median(costs.get(from) ?? [])
    return (costs.get(to) ?? []).map((end) => Math.log(end / start) / Math.log(to / from))
  }
  return {
    name,
    what: `growth of script between ${characters(sizes[1])} and ${characters(sizes[3])} / ${beside}`,
    unit: '',
    parley: exponents(parley),
    floor: exponents(other),
    by: 'figure',
    bar,
  }
}

async function openBlock(page: Page, name: string, text: string): Promise<Measured> {
  const growing = { text, from: 0, to: text.length, step: pieceOfFrame }
  const time = (design: Design) => () =>
    page.evaluate(([which, each]) => window.answerDesigns.script(which, each), [design, growing] as const)
  return {
    name: `open${name[0]?.toUpperCase()}${name.slice(1)}`,
    what: `script for one ${name} of ${text.length.toLocaleString('en')} characters / plain paragraphs`,
    unit: 'ms',
    ...(await inTurn(time('parley'), time('floor'))),
    bar: { kind: 'none' },
  }
}

function script(page: Page, design: Design, length: number, step: number): Promise<number> {
  const growing: Growth = { text: realisticMarkdown(length), from: 0, to: length, step }
  return page.evaluate(([which, each]) => window.answerDesigns.script(which, each), [design, growing] as const)
}

function realTime(page: Page, design: Design, { length }: Size): Promise<RealTime> {
  const seen = secondsInRealTime * piecesPerSecond * piece
  const growing: Growth = { text: realisticMarkdown(length), from: Math.max(0, length - seen), to: length, step: piece }
  return page.evaluate(([which, each, pace]) => window.answerDesigns.realTime(which, each, pace), [
    design,
    growing,
    piecesPerSecond,
  ] as const)
}

function characters({ length }: Size): string {
  return `${length.toLocaleString('en')} characters`
}
