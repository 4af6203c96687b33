// Shows a growing answer in the window's own component and in what others show answers with, and times it.

import type { ComponentType } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, type Root } from 'react-dom/client'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { Streamdown } from 'streamdown'
import { Markdown } from '../../../../renderer/markdown/Markdown.tsx'
import { startWords } from '../../../../renderer/i18n/i18n.ts'
import type { Design, Growth, RealTime } from './contract.ts'
import { PlainParagraphs } from './PlainParagraphs.tsx'

const frameMs = 1000 / 60
const stepsBetweenRests = 50
const timesAtOnePlace = 3
const gfm = [remarkGfm]

const designs: Readonly<Record<Design, ComponentType<{ readonly text: string }>>> = {
  parley: Markdown,
  reactMarkdown: ({ text }) => <ReactMarkdown remarkPlugins={gfm}>{text}</ReactMarkdown>,
  streamdown: ({ text }) => <Streamdown>{text}</Streamdown>,
  floor: PlainParagraphs,
}

void startWords()
const place = document.querySelector('#answer')
if (!(place instanceof HTMLElement)) throw new Error('The page has no place for an answer')
const scroller = place

window.answerDesigns = {
  async script(design, growth) {
    const shown = show(design, growth)
    let ms = 0
    let steps = 0
    for (const length of lengths(growth)) {
      ms += shown.grow(length)
      steps += 1
      // One endless task would keep the browser from everything else, such as collecting what is no longer needed.
      if (steps % stepsBetweenRests === 0) await nextTask()
    }
    shown.end()
    return ms
  },

  async sampled(design, growth, places) {
    const shown = show(design, growth)
    const steps = (growth.to - growth.from) / growth.step
    let ms = 0
    for (let index = 0; index < places; index += 1) {
      const length = growth.from + Math.round(((index + 0.5) / places) * steps) * growth.step
      shown.grow(length)
      const times = Array.from({ length: timesAtOnePlace }, (_, time) => shown.grow(length + (time + 1) * growth.step))
      ms += ((times.toSorted((a, b) => a - b)[1] ?? Number.NaN) * steps) / places
      await nextTask()
    }
    shown.end()
    return ms
  },

  async realTime(design, growth, stepsPerSecond) {
    const shown = show(design, growth)
    shown.grow(growth.from)
    scroller.scrollTop = scroller.scrollHeight
    // What was shown at once is laid out, painted and remembered before the time is taken.
    for (let frame = 0; frame < 10; frame += 1) await nextFrame()
    const figures = await inRealTime(growth, stepsPerSecond, shown.grow)
    shown.end()
    return figures
  },
}

async function inRealTime(growth: Growth, stepsPerSecond: number, grow: (length: number) => number): Promise<RealTime> {
  let longestTaskMs = 0
  let droppedFrames = 0
  let length = growth.from
  const start = await nextFrame()
  let frame = start
  while (length < growth.to) {
    const next = await nextFrame()
    const began = performance.now()
    droppedFrames += Math.max(0, Math.round((next - frame) / frameMs) - 1)
    frame = next
    const come = growth.from + Math.floor(((frame - start) / 1000) * stepsPerSecond) * growth.step
    if (come > length) {
      length = Math.min(come, growth.to)
      grow(length)
      scroller.scrollTop = scroller.scrollHeight
    }
    // The next task begins when this frame is laid out and painted.
    await nextTask()
    longestTaskMs = Math.max(longestTaskMs, performance.now() - began)
  }
  return { longestTaskMs, droppedFrames }
}

/** A new answer in a design. `grow` shows that much of the text, and tells how many milliseconds of script that took. */
function show(design: Design, { text }: Growth): { readonly grow: (length: number) => number; readonly end: () => void } {
  const Shown = designs[design]
  const root: Root = createRoot(scroller)
  return {
    grow(length) {
      const piece = text.slice(0, length)
      const began = performance.now()
      flushSync(() => root.render(<Shown text={piece} />))
      return performance.now() - began
    },
    end: () => root.unmount(),
  }
}

function* lengths({ from, to, step }: Growth): Generator<number> {
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
