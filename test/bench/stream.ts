// How an answer streams: the time to its first text, its throughput, and the CPU time of the main process.

import { ChatPage } from '../pages/chat-page.ts'
import { setKey } from '../pages/key-window.ts'
import { measureInterleaved, type Threshold, type Bench, type Measurement } from '../support/bench/bench.ts'
import { launchBaseline, startBareReader, type BareReader, type StreamRequest } from '../support/bench/baseline.ts'
import { waitForNextPaint } from '../support/bench/page-metrics.ts'
import { readCpuMs } from '../support/bench/process-usage.ts'
import { latestMessage, waitForWholeAnswer } from '../support/bench/whole-answer.ts'
import { withApp } from '../support/bench/with-app.ts'
import { startHub, type Hub } from '../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

/** Appears nowhere else in the window. */
const marker = '§§§'
/** Waits like a model, long enough for the prompt to be shown. */
const shortPrompt = `/wait 500\n/speed 200\n/say ${marker} ${'and some words more '.repeat(10)}`

interface StreamRate {
  readonly name: string
  readonly label: string
  /** Tokens per second; 0 for as fast as the connection takes them. */
  readonly speed: number
  /** Characters of the answer. */
  readonly length: number
  readonly hasThresholds: boolean
}

/**
 * Thresholds apply to realistic speeds: a fast model, and faster than any model today. Without a limit the server sends in an instant
 * what a model would send in minutes; no display can keep up with the bare reader there, so those rows only compare versions.
 */
const streamRates: readonly StreamRate[] = [
  { name: 'fast', label: '200 tokens per second', speed: 200, length: 3_000, hasThresholds: true },
  { name: 'faster', label: '2,000 tokens per second', speed: 2_000, length: 40_000, hasThresholds: true },
  { name: 'unpaced', label: '200,000 characters at full speed', speed: 0, length: 200_000, hasThresholds: false },
]

export const bench: Bench = async () => {
  await using hub = await startHub()
  using reader = startBareReader()
  // Awaited, because `using` ends the reader when the function returns, not when the promise resolves.
  return await withApp(
    () => launch({ hub: hub.origin, browser: 'headless' }),
    async (app) => {
      await setKey(app, hub.keys.fineGrained)
      const rows = [
        await withApp(
          () => launchBaseline('--read'),
          (window) => measureFirstText(app, window, hub),
        ),
      ]
      for (const rate of streamRates) rows.push(...(await measureWholeAnswers(app, hub, reader, rate)))
      return rows
    },
  )
}

async function measureFirstText(app: LaunchedApp, window: LaunchedApp, hub: Hub): Promise<Measurement> {
  const chat = new ChatPage({ page: await app.chatWindow() })
  const page = await window.chatWindow()
  const figures = await measureInterleaved(
    async () => {
      await chat.startNewConversation()
      const [seenAt] = await Promise.all([waitForNextPaint(chat.page, latestMessage, marker), chat.submit(shortPrompt)])
      await chat.conversation.waitForAnswerEnd(2)
      return seenAt - getFirstByteTime(hub)
    },
    async () => {
      const [seenAt] = await Promise.all([waitForNextPaint(page, 'body', marker), page.evaluate(showAnswer, toStreamRequest(hub))])
      return seenAt - getFirstByteTime(hub)
    },
  )
  return {
    name: 'firstText',
    label: 'first byte to first text on screen / in a window that shows the bare text',
    unit: 'ms',
    ...figures,
    threshold: { kind: 'value-at-most', limit: 50 },
  }
}

/** Exposed by the preload of the baseline app, in its page only. */
declare const baseline: { readonly read: (request: StreamRequest, onText: (text: string) => void) => Promise<unknown> }

/** Runs in the page of the baseline app. */
async function showAnswer(request: StreamRequest): Promise<void> {
  const paragraph = document.createElement('p')
  document.body.replaceChildren(paragraph)
  await baseline.read(request, (text) => paragraph.append(text))
}

interface Reading {
  /** From the first byte to the end. */
  readonly ms: number
  readonly processorMs: number
}

async function measureWholeAnswers(app: LaunchedApp, hub: Hub, reader: BareReader, rate: StreamRate): Promise<readonly Measurement[]> {
  const chat = new ChatPage({ page: await app.chatWindow() })
  let bytes = Number.NaN
  const readings = await measureInterleaved<Reading>(
    async () => {
      await chat.startNewConversation()
      const before = readCpuMs(app.pid)
      const seenAt = await waitForWholeAnswer(chat, `/speed ${rate.speed}\n/length ${rate.length}`, rate.length)
      return { ms: seenAt - getFirstByteTime(hub), processorMs: readCpuMs(app.pid) - before }
    },
    async () => {
      const read = await reader.read(toStreamRequest(hub))
      bytes = read.bytes
      return { ms: read.endedAt - getFirstByteTime(hub), processorMs: read.processorMs }
    },
  )
  // One byte per millisecond is one kilobyte per second.
  const toThroughput = ({ ms }: Reading): number => bytes / ms
  const toCost = (reading: Reading): number => reading.processorMs / (bytes / 1e6)
  const noThreshold: Threshold = { kind: 'none' }
  return [
    {
      name: `${rate.name}Throughput`,
      label: `${rate.label}: until the end is on screen / until a bare reader has read it`,
      unit: 'kB/s',
      parley: readings.parley.map(toThroughput),
      baseline: readings.baseline.map(toThroughput),
      threshold: rate.hasThresholds ? { kind: 'ratio-at-least', limit: 0.95 } : noThreshold,
    },
    {
      name: `${rate.name}Cost`,
      label: `${rate.label}: CPU time of main / of a bare reader`,
      unit: 'ms/MB',
      parley: readings.parley.map(toCost),
      baseline: readings.baseline.map(toCost),
      threshold: rate.hasThresholds ? { kind: 'ratio-at-most', limit: 3 } : noThreshold,
    },
  ]
}

function findLatestRun(hub: Hub) {
  const run = hub.requests.findLast(({ path }) => path.endsWith('/chat/completions'))
  if (run === undefined) throw new Error('Nothing was sent')
  return run
}

function getFirstByteTime(hub: Hub): number {
  const { answeredAt } = findLatestRun(hub)
  if (answeredAt === null) throw new Error('Nothing was answered')
  return answeredAt
}

/** Parley's last request, to be sent again unchanged. */
function toStreamRequest(hub: Hub): StreamRequest {
  const { path, headers, body } = findLatestRun(hub)
  const { authorization = '', 'content-type': type = '' } = headers
  return { address: `${hub.origin}${path}`, headers: { authorization, 'content-type': type }, body }
}
