// How a long conversation opens, scrolls, streams at its end and is closed, compared with a short one in the same window.

import { cpSync } from 'node:fs'
import { ChatPage } from '../pages/chat-page.ts'
import { setKey } from '../pages/key-window.ts'
import { measureInterleaved, type Bench, type Measurement } from '../support/bench/bench.ts'
import { prepareConversations, getConversationTitle } from '../support/bench/cached-histories.ts'
import { measureHeap, measureLongestTask, waitForNextPaint } from '../support/bench/page-metrics.ts'
import { latestMessage } from '../support/bench/whole-answer.ts'
import { withApp } from '../support/bench/with-app.ts'
import { startHub } from '../stand-ins/hub/hub.ts'
import { launch } from '../support/launch.ts'
import { createTempFolder } from '../support/temp-folder.ts'

const shortLength = 50
const longLength = 1_000
const hugeLength = 10_000
/** The browser's definition of a long task; shorter ones are not reported and count as 0. */
const longTaskMs = 50
const wheelSteps = 60
const wheelPx = 600

export const bench: Bench = async (log) => {
  // A copy, because the bench adds messages to the cached history.
  const folder = createTempFolder('parley-conversation-')
  cpSync(await prepareConversations([shortLength, longLength, hugeLength], log), folder.path, { recursive: true })
  await using hub = await startHub({ speed: 200 })
  try {
    return await withApp(
      () => launch({ data: folder.path, hub: hub.origin, motion: 'full' }),
      async (app) => {
        await setKey(app, hub.keys.fineGrained)
        const chat = new ChatPage({ page: await app.chatWindow() })
        return [
          await measureOpening(chat, longLength),
          await measureOpening(chat, hugeLength),
          await measureScrolling(chat),
          await measureLeaving(chat),
          await measureStreaming(chat),
        ]
      },
    )
  } finally {
    folder.removeFolder()
  }
}

async function measureOpening(chat: ChatPage, length: number): Promise<Measurement> {
  return {
    name: `open${length}`,
    label: `opening ${length.toLocaleString('en')} messages / ${shortLength}`,
    unit: 'ms',
    ...(await measureInterleaved(
      () => measureOpenTime(chat, length),
      () => measureOpenTime(chat, shortLength),
    )),
    threshold: { kind: 'ratio-at-most', limit: 1.5 },
  }
}

async function measureScrolling(chat: ChatPage): Promise<Measurement> {
  return {
    name: 'scroll',
    label: `longest task while scrolling up through ${hugeLength.toLocaleString('en')} messages / ${shortLength}`,
    unit: 'ms',
    ...(await measureInterleaved(
      () => measureLongestScrollTask(chat, hugeLength),
      () => measureLongestScrollTask(chat, shortLength),
    )),
    threshold: { kind: 'value-at-most', limit: longTaskMs },
  }
}

async function measureStreaming(chat: ChatPage): Promise<Measurement> {
  return {
    name: 'stream',
    label: `longest task while an answer streams at the end of ${hugeLength.toLocaleString('en')} messages / ${shortLength}`,
    unit: 'ms',
    ...(await measureInterleaved(
      () => measureLongestStreamTask(chat, hugeLength),
      () => measureLongestStreamTask(chat, shortLength),
    )),
    threshold: { kind: 'value-at-most', limit: longTaskMs },
  }
}

/** Measures both in one pass: the difference is what the second conversation leaves behind. */
async function measureLeaving(chat: ChatPage): Promise<Measurement> {
  const before: number[] = []
  const after = async (): Promise<number> => {
    await measureOpenTime(chat, longLength)
    before.push(await measureHeap(chat.page))
    await measureOpenTime(chat, hugeLength)
    await scrollUp(chat)
    await measureOpenTime(chat, longLength)
    return measureHeap(chat.page)
  }
  return {
    name: 'heap',
    label: `the page's heap after ${hugeLength.toLocaleString('en')} messages were opened and left / before`,
    unit: 'MB',
    ...(await measureInterleaved(after, async () => before.at(-1) ?? Number.NaN)),
    threshold: { kind: 'ratio-at-most', limit: 1.1 },
  }
}

/** Milliseconds from the click to the paint of the newest message, from an empty conversation. */
async function measureOpenTime(chat: ChatPage, length: number): Promise<number> {
  await chat.startNewConversation()
  const row = chat.sidebar.list.getByText(getConversationTitle(length), { exact: true })
  const paintedAt = waitForNextPaint(chat.page, latestMessage, '')
  const clickedAt = await row.evaluate((element) => {
    const at = Date.now()
    element.closest('button')?.click()
    return at
  })
  return (await paintedAt) - clickedAt
}

async function measureLongestScrollTask(chat: ChatPage, length: number): Promise<number> {
  await measureOpenTime(chat, length)
  return measureLongestTask(chat.page, () => scrollUp(chat))
}

async function scrollUp(chat: ChatPage): Promise<void> {
  await chat.conversation.region.hover()
  for (let step = 0; step < wheelSteps; step += 1) {
    await chat.page.mouse.wheel(0, -wheelPx)
    await chat.page.evaluate(() => new Promise(requestAnimationFrame))
  }
}

async function measureLongestStreamTask(chat: ChatPage, length: number): Promise<number> {
  await measureOpenTime(chat, length)
  const before = await chat.conversation.countMessages()
  return measureLongestTask(chat.page, async () => {
    await chat.submit('/speed 200\n/length 4000')
    await chat.conversation.waitForAnswerEnd(before + 2)
  })
}
