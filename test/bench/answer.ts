// The cost of rendering a growing answer: Parley's component compared with other libraries and with plain paragraphs, all in one
// page under the window's content security policy.

import type { Page } from '@playwright/test'
import '../support/bench/answer-designs/contract.ts'
import type { Design, Growth, RealTime } from '../support/bench/answer-designs/contract.ts'
import { measureInterleaved, median, type Threshold, type Bench, type Measurement } from '../support/bench/bench.ts'
import { endlessBlocks, realisticMarkdown } from '../support/bench/realistic-markdown.ts'
import { openBuiltPage } from '../support/page/built-page.ts'

/** Characters per token, and tokens per second of a fast model. */
const charactersPerToken = 4
const tokensPerSecond = 200
/** How much arrives during one frame. */
const charactersPerFrame = Math.round((charactersPerToken * tokensPerSecond) / 60)

const sizes = [
  { length: 2_000, name: '2k' },
  { length: 10_000, name: '10k' },
  { length: 50_000, name: '50k' },
  { length: 200_000, name: '200k' },
] as const
type Size = (typeof sizes)[number]
/** Above this length react-markdown takes minutes to hours, so it is sampled. */
const maxUnsampledLength = 10_000
const sampleCount = 12
/** Frames are counted over the last seconds of an answer, when it is longest. */
const realTimeSeconds = 3
const openBlockLength = 48_000

interface ComparedDesign {
  readonly name: string
  readonly label: string
  readonly design: Design
  readonly step: number
  readonly isSampled: (length: number) => boolean
  /** Parley's threshold against this design at the greatest length, and the name of that row. */
  readonly threshold?: { readonly name: string; readonly limit: number }
}

const isLong = (length: number): boolean => length > maxUnsampledLength
const comparedDesigns: readonly ComparedDesign[] = [
  { name: 'ReactMarkdownPiece', label: 'react-markdown every token', design: 'reactMarkdown', step: charactersPerToken, isSampled: isLong },
  {
    name: 'ReactMarkdownFrame',
    label: 'react-markdown once a frame',
    design: 'reactMarkdown',
    step: charactersPerFrame,
    isSampled: isLong,
    threshold: { name: 'fewerThanReactMarkdownFrame', limit: 100 },
  },
  {
    name: 'Streamdown',
    label: 'streamdown once a frame',
    design: 'streamdown',
    step: charactersPerFrame,
    isSampled: () => false,
    threshold: { name: 'fewerThanStreamdown', limit: 20 },
  },
]

/** Milliseconds of script by length. */
type Costs = ReadonlyMap<number, readonly number[]>

export const bench: Bench = async (log) => {
  await using builtPage = await openBuiltPage('bench/answer-designs')
  // Awaited, because `using` closes the page when the function returns, not when the promise resolves.
  return await measureAll(builtPage.page, log)
}

async function measureAll(page: Page, log: (line: string) => void): Promise<readonly Measurement[]> {
  const rows: Measurement[] = []
  const parley = new Map<number, readonly number[]>()
  const baseline = new Map<number, readonly number[]>()
  for (const size of sizes) {
    log(`Parley and the baseline at ${formatCharacters(size)} …`)
    const figures = await measureInterleaved(
      () => measureScript(page, 'parley', size.length, charactersPerFrame),
      () => measureScript(page, 'baseline', size.length, charactersPerFrame),
    )
    parley.set(size.length, figures.parley)
    baseline.set(size.length, figures.baseline)
    rows.push(toBaselineRow(size, figures))
    rows.push(...(await measureFrames(page, size)))
  }
  rows.push(toGrowthRow('exponent', 'plain paragraphs', parley, baseline, { kind: 'value-at-most', limit: 1.1 }))
  for (const compared of comparedDesigns) rows.push(...(await measureAgainstDesign(page, compared, parley, log)))
  log('One block that never ends …')
  for (const [name, text] of Object.entries(endlessBlocks(openBlockLength))) rows.push(await measureOpenBlock(page, name, text))
  return rows
}

function toBaselineRow(size: Size, figures: Pick<Measurement, 'parley' | 'baseline'>): Measurement {
  const isLongest = size === sizes.at(-1)
  return {
    name: `floorAt${size.name}`,
    label: `script for ${formatCharacters(size)} / for them as plain paragraphs`,
    unit: 'ms',
    ...figures,
    threshold: isLongest ? { kind: 'ratio-at-most', limit: 12 } : { kind: 'none' },
  }
}

async function measureFrames(page: Page, size: Size): Promise<readonly Measurement[]> {
  const figures = await measureInterleaved(
    () => measureRealTime(page, 'parley', size),
    () => measureRealTime(page, 'baseline', size),
  )
  const isLongest = size === sizes.at(-1)
  return [
    {
      name: isLongest ? 'longestTaskMs' : `longestTaskMsAt${size.name}`,
      label: `longest task at ${formatCharacters(size)}, ${tokensPerSecond} tokens per second / plain paragraphs`,
      unit: 'ms',
      parley: figures.parley.map(({ longestTaskMs }) => longestTaskMs),
      baseline: figures.baseline.map(({ longestTaskMs }) => longestTaskMs),
      compareBy: 'value',
      threshold: isLongest ? { kind: 'value-at-most', limit: 16 } : { kind: 'none' },
    },
    {
      name: isLongest ? 'droppedFrames' : `droppedFramesAt${size.name}`,
      label: `frames dropped at ${formatCharacters(size)}, of ${realTimeSeconds * 60} / plain paragraphs`,
      unit: 'frames',
      parley: figures.parley.map(({ droppedFrames }) => droppedFrames),
      baseline: figures.baseline.map(({ droppedFrames }) => droppedFrames),
      compareBy: 'value',
      threshold: isLongest ? { kind: 'value-at-most', limit: 0 } : { kind: 'none' },
    },
  ]
}

async function measureAgainstDesign(
  page: Page,
  compared: ComparedDesign,
  parley: Costs,
  log: (line: string) => void,
): Promise<readonly Measurement[]> {
  const rows: Measurement[] = []
  const costs = new Map<number, readonly number[]>()
  const isOncePerFrame = compared.step === charactersPerFrame
  for (const size of sizes) {
    const isSampled = compared.isSampled(size.length)
    log(`${compared.label} at ${formatCharacters(size)}${isSampled ? ', sampled' : ''} …`)
    const growing = { text: realisticMarkdown(size.length + 1_000), from: 0, to: size.length, step: compared.step }
    const ms = isSampled
      ? await page.evaluate(([design, each, count]) => window.answerDesigns.sampledScript(design, each, count), [
          compared.design,
          growing,
          sampleCount,
        ] as const)
      : await measureScript(page, compared.design, size.length, compared.step)
    costs.set(size.length, [ms])
    const threshold: Threshold =
      size === sizes.at(-1) && compared.threshold !== undefined
        ? { kind: 'ratio-at-least', limit: compared.threshold.limit }
        : { kind: 'none' }
    rows.push({
      name: threshold.kind === 'none' ? `script${compared.name}At${size.name}` : (compared.threshold?.name ?? ''),
      label: `script for ${formatCharacters(size)} / ${compared.label}${isSampled ? ', sampled' : ''}`,
      unit: 'ms',
      parley: parley.get(size.length) ?? [],
      baseline: [ms],
      compareBy: 'inverse-ratio',
      threshold,
    })
  }
  rows.push(toGrowthRow(`exponent${compared.name}`, compared.label, parley, costs, { kind: 'none' }))
  if (!isOncePerFrame) return rows
  const longest = sizes[sizes.length - 1] ?? sizes[0]
  log(`${compared.label} in real time …`)
  const [ours, theirs] = [await measureRealTime(page, 'parley', longest), await measureRealTime(page, compared.design, longest)]
  const withoutThreshold = { compareBy: 'value', threshold: { kind: 'none' } } as const
  return [
    ...rows,
    {
      name: `longestTaskMs${compared.name}`,
      label: `longest task at ${formatCharacters(longest)}, once / ${compared.label}`,
      unit: 'ms',
      parley: [ours.longestTaskMs],
      baseline: [theirs.longestTaskMs],
      ...withoutThreshold,
    },
    {
      name: `droppedFrames${compared.name}`,
      label: `frames dropped at ${formatCharacters(longest)}, once / ${compared.label}`,
      unit: 'frames',
      parley: [ours.droppedFrames],
      baseline: [theirs.droppedFrames],
      ...withoutThreshold,
    },
  ]
}

/** How script time grows with the text between the second and the last length: exponent 1 is linear, 2 quadratic. */
function toGrowthRow(name: string, comparedTo: string, parley: Costs, compared: Costs, threshold: Threshold): Measurement {
  const [from, to] = [sizes[1].length, sizes[3].length]
  const exponents = (costs: Costs): readonly number[] => {
    const start = median(costs.get(from) ?? [])
    return (costs.get(to) ?? []).map((end) => Math.log(end / start) / Math.log(to / from))
  }
  return {
    name,
    label: `growth of script between ${formatCharacters(sizes[1])} and ${formatCharacters(sizes[3])} / ${comparedTo}`,
    unit: '',
    parley: exponents(parley),
    baseline: exponents(compared),
    compareBy: 'value',
    threshold,
  }
}

async function measureOpenBlock(page: Page, name: string, text: string): Promise<Measurement> {
  const growing = { text, from: 0, to: text.length, step: charactersPerFrame }
  const time = (design: Design) => () =>
    page.evaluate(([which, each]) => window.answerDesigns.script(which, each), [design, growing] as const)
  return {
    name: `open${name[0]?.toUpperCase()}${name.slice(1)}`,
    label: `script for one ${name} of ${text.length.toLocaleString('en')} characters / plain paragraphs`,
    unit: 'ms',
    ...(await measureInterleaved(time('parley'), time('baseline'))),
    threshold: { kind: 'none' },
  }
}

function measureScript(page: Page, design: Design, length: number, step: number): Promise<number> {
  const growing: Growth = { text: realisticMarkdown(length), from: 0, to: length, step }
  return page.evaluate(([which, each]) => window.answerDesigns.script(which, each), [design, growing] as const)
}

function measureRealTime(page: Page, design: Design, { length }: Size): Promise<RealTime> {
  const shownLength = realTimeSeconds * tokensPerSecond * charactersPerToken
  const growing: Growth = { text: realisticMarkdown(length), from: Math.max(0, length - shownLength), to: length, step: charactersPerToken }
  return page.evaluate(([which, each, stepsPerSecond]) => window.answerDesigns.realTime(which, each, stepsPerSecond), [
    design,
    growing,
    tokensPerSecond,
  ] as const)
}

function formatCharacters({ length }: Size): string {
  return `${length.toLocaleString('en')} characters`
}
