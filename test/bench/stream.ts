// How an answer streams: how soon its first text is seen, how fast all of it is, and what reading it costs the main process.

import { inTurn, type Bar, type Bench, type Measured } from '../support/bench/bench.ts'
import { launchFloor, startBareReader, type BareReader, type StreamRequest } from '../support/bench/floor.ts'
import { nextPaint } from '../support/bench/painted.ts'
import { processorMs } from '../support/bench/proc.ts'
import { newestMessage, seeWholeAnswer } from '../support/bench/whole-answer.ts'
import { withApp } from '../support/bench/with-app.ts'
import { startHub, type Hub } from '../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'
import { endOfAnswer, setKey, startNewConversation, startSending } from '../support/session.ts'

/** No word of the window has it. */
const mark = '§§§'
/** Waits as a model does, long enough that the prompt has been shown. */
const shortPrompt = `/wait 500\n/speed 200\n/say ${mark} ${'and some words more '.repeat(10)}`

interface Pace {
  readonly name: string
  readonly what: string
  /** Pieces of text a second, about a word each; 0 for as fast as the connection takes them. */
  readonly speed: number
  /** Characters of the answer. */
  readonly length: number
  readonly hasBars: boolean
}

/**
 * The bars are for paces at which models are served: usual fast ones, and faster than any today. Without a pace the server says what a
 * model would in minutes: there a reader that shows nothing is out of reach, and the figures are for comparing one version with another.
 */
const paces: readonly Pace[] = [
  { name: 'fast', what: '200 pieces a second', speed: 200, length: 3_000, hasBars: true },
  { name: 'faster', what: '2,000 pieces a second', speed: 2_000, length: 40_000, hasBars: true },
  { name: 'unpaced', what: '200,000 characters without a pace', speed: 0, length: 200_000, hasBars: false },
]

export const bench: Bench = async () => {
  await using hub = await startHub()
  using reader = startBareReader()
  // Awaited here: what `using` holds is closed when the function returns, not when its promise is kept.
  return await withApp(
    () => launch({ hub: hub.origin, browser: 'whole' }),
    async (app) => {
      await setKey(app, hub.keys.fineGrained)
      const rows = [
        await withApp(
          () => launchFloor('--read'),
          (window) => firstText(app, window, hub),
        ),
      ]
      for (const pace of paces) rows.push(...(await wholeAnswers(app, hub, reader, pace)))
      return rows
    },
  )
}

async function firstText(app: LaunchedApp, window: LaunchedApp, hub: Hub): Promise<Measured> {
  const chat = await app.chatWindow()
  const page = await window.chatWindow()
  const figures = await inTurn(
    async () => {
      await startNewConversation(chat)
      const [seenAt] = await Promise.all([nextPaint(chat, newestMessage, mark), startSending(chat, shortPrompt)])
      await endOfAnswer(chat, 2)
      return seenAt - firstByteOf(hub)
    },
    async () => {
      const [seenAt] = await Promise.all([nextPaint(page, 'body', mark), page.evaluate(showAnswer, theSame(hub))])
      return seenAt - firstByteOf(hub)
    },
  )
  return {
    name: 'firstText',
    what: 'first byte to first text on screen / in a window that shows the bare text',
    unit: 'ms',
    ...figures,
    bar: { kind: 'figure-at-most', limit: 50 },
  }
}

/** What the floor's preload puts into its page; nothing of this name exists here. */
declare const floor: { readonly read: (request: StreamRequest, hear: (text: string) => void) => Promise<unknown> }

/** Runs in the floor's page. */
async function showAnswer(request: StreamRequest): Promise<void> {
  const place = document.createElement('p')
  document.body.replaceChildren(place)
  await floor.read(request, (text) => place.append(text))
}

interface Reading {
  /** From the first byte to the end. */
  readonly ms: number
  readonly processorMs: number
}

async function wholeAnswers(app: LaunchedApp, hub: Hub, reader: BareReader, pace: Pace): Promise<readonly Measured[]> {
  const chat = await app.chatWindow()
  let bytes = Number.NaN
  const readings = await inTurn<Reading>(
    async () => {
      await startNewConversation(chat)
      const before = processorMs(app.pid)
      const seenAt = await seeWholeAnswer(chat, `/speed ${pace.speed}\n/length ${pace.length}`, pace.length)
      return { ms: seenAt - firstByteOf(hub), processorMs: processorMs(app.pid) - before }
    },
    async () => {
      const read = await reader.read(theSame(hub))
      bytes = read.bytes
      return { ms: read.endedAt - firstByteOf(hub), processorMs: read.processorMs }
    },
  )
  // A byte a millisecond is a kilobyte a second.
  const throughput = ({ ms }: Reading): number => bytes / ms
  const cost = (reading: Reading): number => reading.processorMs / (bytes / 1e6)
  const none: Bar = { kind: 'none' }
  return [
    {
      name: `${pace.name}Throughput`,
      what: `${pace.what}: until the end is on screen / until a bare reader has read it`,
      unit: 'kB/s',
      parley: readings.parley.map(throughput),
      floor: readings.floor.map(throughput),
      bar: pace.hasBars ? { kind: 'ratio-at-least', limit: 0.95 } : none,
    },
    {
      name: `${pace.name}Cost`,
      what: `${pace.what}: processor's time of main / of a bare reader`,
      unit: 'ms/MB',
      parley: readings.parley.map(cost),
      floor: readings.floor.map(cost),
      bar: pace.hasBars ? { kind: 'ratio-at-most', limit: 3 } : none,
    },
  ]
}

function newestRun(hub: Hub) {
  const run = hub.requests.findLast(({ path }) => path.endsWith('/chat/completions'))
  if (run === undefined) throw new Error('Nothing was sent')
  return run
}

function firstByteOf(hub: Hub): number {
  const { answeredAt } = newestRun(hub)
  if (answeredAt === null) throw new Error('Nothing was answered')
  return answeredAt
}

/** The request that Parley sent last, to be sent again as it was. */
function theSame(hub: Hub): StreamRequest {
  const { path, headers, body } = newestRun(hub)
  const { authorization = '', 'content-type': type = '' } = headers
  return { address: `${hub.origin}${path}`, headers: { authorization, 'content-type': type }, body }
}
