// Renders a growing answer with Parley's component and with other libraries, and measures the time.

import type { ComponentType } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, type Root } from 'react-dom/client'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { Streamdown } from 'streamdown'
import { Markdown } from '../../../../renderer/markdown/Markdown.tsx'
import { initTranslations } from '../../../../renderer/i18n/i18n.ts'
import type { Design, Growth, RealTime } from './contract.ts'
import { PlainParagraphs } from './PlainParagraphs.tsx'

const frameMs = 1000 / 60
const stepsPerTask = 50
const runsPerSample = 3
const gfm = [remarkGfm]

const designs: Readonly<Record<Design, ComponentType<{ readonly text: string }>>> = {
  parley: Markdown,
  reactMarkdown: ({ text }) => <ReactMarkdown remarkPlugins={gfm}>{text}</ReactMarkdown>,
  streamdown: ({ text }) => <Streamdown>{text}</Streamdown>,
  baseline: PlainParagraphs,
}

void initTranslations()
const container = document.querySelector('#answer')
if (!(container instanceof HTMLElement)) throw new Error('The page has no #answer element')
const scroller = container

window.answerDesigns = {
  async script(design, growth) {
    const view = mountDesign(design, growth)
    let ms = 0
    let steps = 0
    for (const length of listLengths(growth)) {
      ms += view.grow(length)
      steps += 1
      // A single long task would block the browser, garbage collection included.
      if (steps % stepsPerTask === 0) await nextTask()
    }
    view.end()
    return ms
  },

  async sampledScript(design, growth, sampleCount) {
    const view = mountDesign(design, growth)
    const steps = (growth.to - growth.from) / growth.step
    let ms = 0
    for (let index = 0; index < sampleCount; index += 1) {
      const length = growth.from + Math.round(((index + 0.5) / sampleCount) * steps) * growth.step
      view.grow(length)
      const durations = Array.from({ length: runsPerSample }, (_, time) => view.grow(length + (time + 1) * growth.step))
      ms += ((durations.toSorted((a, b) => a - b)[1] ?? Number.NaN) * steps) / sampleCount
      await nextTask()
    }
    view.end()
    return ms
  },

  async realTime(design, growth, stepsPerSecond) {
    const view = mountDesign(design, growth)
    view.grow(growth.from)
    scroller.scrollTop = scroller.scrollHeight
    // Lets the initial text be laid out and painted before the measurement starts.
    for (let frame = 0; frame < 10; frame += 1) await nextFrame()
    const figures = await runInRealTime(growth, stepsPerSecond, view.grow)
    view.end()
    return figures
  },
}

async function runInRealTime(growth: Growth, stepsPerSecond: number, grow: (length: number) => number): Promise<RealTime> {
  let longestTaskMs = 0
  let droppedFrames = 0
  let length = growth.from
  const start = await nextFrame()
  let frame = start
  while (length < growth.to) {
    const next = await nextFrame()
    const startedAt = performance.now()
    droppedFrames += Math.max(0, Math.round((next - frame) / frameMs) - 1)
    frame = next
    const dueLength = growth.from + Math.floor(((frame - start) / 1000) * stepsPerSecond) * growth.step
    if (dueLength > length) {
      length = Math.min(dueLength, growth.to)
      grow(length)
      scroller.scrollTop = scroller.scrollHeight
    }
    // The next task starts after the layout and paint of this frame.
    await nextTask()
    longestTaskMs = Math.max(longestTaskMs, performance.now() - startedAt)
  }
  return { longestTaskMs, droppedFrames }
}

/** Mounts a new answer. `grow` renders `length` characters and returns the milliseconds of script. */
function mountDesign(design: Design, { text }: Growth): { readonly grow: (length: number) => number; readonly end: () => void } {
  const DesignComponent = designs[design]
  const root: Root = createRoot(scroller)
  return {
    grow(length) {
      const visibleText = text.slice(0, length)
      const startedAt = performance.now()
      flushSync(() => root.render(<DesignComponent text={visibleText} />))
      return performance.now() - startedAt
    },
    end: () => root.unmount(),
  }
}

function* listLengths({ from, to, step }: Growth): Generator<number> {
  for (let length = from + step; length < to; length += step) yield length
  yield to
}

function nextFrame(): Promise<number> {
  return new Promise(requestAnimationFrame)
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => resolve(), { once: true })
    port1.start()
    port2.postMessage(null)
  })
}
