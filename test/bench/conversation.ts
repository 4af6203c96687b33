// How a long conversation opens, scrolls, streams at its end and is left, beside a short one in the same window.

import { cpSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { inTurn, type Bench, type Measured } from '../support/bench/bench.ts'
import { dataWithConversations, titleOf } from '../support/bench/histories.ts'
import { heapOf, longestTaskDuring } from '../support/bench/page-work.ts'
import { nextPaint } from '../support/bench/painted.ts'
import { newestMessage } from '../support/bench/whole-answer.ts'
import { withApp } from '../support/bench/with-app.ts'
import { startHub } from '../stand-ins/hub/hub.ts'
import { launch } from '../support/launch.ts'
import { endOfAnswer, messageCount, setKey, startNewConversation, startSending } from '../support/session.ts'
import { throwAwayFolder } from '../support/throw-away.ts'

const short = 50
const long = 1_000
const longest = 10_000
/** What the browser calls a long task; shorter ones are not told, and count as none. */
const longTaskMs = 50
const wheelTurns = 60
const wheelPx = 600

export const bench: Bench = async (say) => {
  // Messages are added, and the one that is kept must stay as it is.
  const folder = throwAwayFolder('parley-conversation-')
  cpSync(await dataWithConversations([short, long, longest], say), folder.path, { recursive: true })
  await using hub = await startHub({ speed: 200 })
  try {
    return await withApp(
      () => launch({ data: folder.path, hub: hub.origin, motion: 'full' }),
      async (app) => {
        await setKey(app, hub.keys.fineGrained)
        const chat = await app.chatWindow()
        return [await opening(chat, long), await opening(chat, longest), await scrolling(chat), await leaving(chat), await streaming(chat)]
      },
    )
  } finally {
    folder.remove()
  }
}

async function opening(chat: Page, length: number): Promise<Measured> {
  return {
    name: `open${length}`,
    what: `opening ${length.toLocaleString('en')} messages / ${short}`,
    unit: 'ms',
    ...(await inTurn(
      () => timeToOpen(chat, length),
      () => timeToOpen(chat, short),
    )),
    bar: { kind: 'ratio-at-most', limit: 1.5 },
  }
}

async function scrolling(chat: Page): Promise<Measured> {
  return {
    name: 'scroll',
    what: `longest task while scrolling up through ${longest.toLocaleString('en')} messages / ${short}`,
    unit: 'ms',
    ...(await inTurn(
      () => longestTaskOfScroll(chat, longest),
      () => longestTaskOfScroll(chat, short),
    )),
    bar: { kind: 'figure-at-most', limit: longTaskMs },
  }
}

async function streaming(chat: Page): Promise<Measured> {
  return {
    name: 'stream',
    what: `longest task while an answer streams at the end of ${longest.toLocaleString('en')} messages / ${short}`,
    unit: 'ms',
    ...(await inTurn(
      () => longestTaskOfStream(chat, longest),
      () => longestTaskOfStream(chat, short),
    )),
    bar: { kind: 'figure-at-most', limit: longTaskMs },
  }
}

/** Both are taken in one go: what a second conversation leaves behind is the difference. */
async function leaving(chat: Page): Promise<Measured> {
  const before: number[] = []
  const after = async (): Promise<number> => {
    await timeToOpen(chat, long)
    before.push(await heapOf(chat))
    await timeToOpen(chat, longest)
    await scrollUp(chat)
    await timeToOpen(chat, long)
    return heapOf(chat)
  }
  return {
    name: 'heap',
    what: `the page's heap after ${longest.toLocaleString('en')} messages were opened and left / before`,
    unit: 'MB',
    ...(await inTurn(after, async () => before.at(-1) ?? Number.NaN)),
    bar: { kind: 'ratio-at-most', limit: 1.1 },
  }
}

/** Milliseconds from the click to the paint of the newest message, from an empty conversation. */
async function timeToOpen(chat: Page, length: number): Promise<number> {
  await startNewConversation(chat)
  const row = chat.getByRole('navigation').getByText(titleOf(length), { exact: true })
  const painted = nextPaint(chat, newestMessage, '')
  const clickedAt = await row.evaluate((element) => {
    const at = Date.now()
    element.closest('button')?.click()
    return at
  })
  return (await painted) - clickedAt
}

async function longestTaskOfScroll(chat: Page, length: number): Promise<number> {
  await timeToOpen(chat, length)
  return longestTaskDuring(chat, () => scrollUp(chat))
}

async function scrollUp(chat: Page): Promise<void> {
  await chat.getByRole('region', { name: en.chat.conversation }).hover()
  for (let turn = 0; turn < wheelTurns; turn += 1) {
    await chat.mouse.wheel(0, -wheelPx)
    await chat.evaluate(() => new Promise(requestAnimationFrame))
  }
}

async function longestTaskOfStream(chat: Page, length: number): Promise<number> {
  await timeToOpen(chat, length)
  const before = await messageCount(chat)
  return longestTaskDuring(chat, async () => {
    await startSending(chat, '/speed 200\n/length 4000')
    await endOfAnswer(chat, before + 2)
  })
}
