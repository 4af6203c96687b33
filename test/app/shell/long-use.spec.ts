// Prompts by the hundred through the window, good and bad, in conversations that are kept and ones that are deleted: nothing of them stays
// in the page's memory or in main's, and nothing stays open.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import type { HubFaultName } from '../../stand-ins/hub/faults/faults.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { caseCount, proven } from '../../support/proof.ts'
import { send, startNewConversation, startWithKey } from '../../support/session.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await startWithKey(hub)
  chat = await app.chatWindow()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

const faults: readonly HubFaultName[] = ['cut-by-reset', 'captive-portal', 'key-rejected', 'error-object-in-stream', 'empty-answer']
const answered = ['/say Hello, hello.', '/markdown\nShow me everything.', '/think\nWhy is the sky blue?', '/length 3000\nTell me more.']
/** So many in a round: each good one in a conversation of its own, with a second prompt that fails in every other. */
const perRound = 6

/** What a page holds after everything unused was thrown away. */
interface Held {
  readonly bytes: number
  readonly nodes: number
  readonly listeners: number
}

const rows = () => chat.locator('button[data-row]')

/** Sends prompts in new conversations, and deletes these again. The window looks as it did before. */
async function useAndDelete(round: number): Promise<void> {
  for (let number = 0; number < answered.length; number += 1) {
    await startNewConversation(chat)
    await send(chat, answered[number] ?? '')
    if (number % 2 === 0) await send(chat, `/fault ${faults[(round + number) % faults.length]}\nThis will fail.`)
  }
  for (let left = await rows().count(); left > 0; left -= 1) {
    await rows().first().press('Delete')
    await expect(rows()).toHaveCount(left - 1)
  }
}

async function held(): Promise<Held> {
  const session = await chat.context().newCDPSession(chat)
  // What was thrown away may have held something that can be thrown away only then.
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize: bytes } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  await session.detach()
  return { bytes, nodes, listeners }
}

/** Takes away what the window tells of the deleted ones, which goes by itself too, but later. */
async function dismissAll(): Promise<void> {
  const buttons = chat.getByRole('button', { name: en.history.dismiss })
  for (let left = await buttons.count(); left > 0; left -= 1) {
    await buttons.first().click()
    await expect(buttons).toHaveCount(left - 1)
  }
}

const median = (figures: readonly number[]): number =>
  figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN

/** From the second quarter to the last, in bytes: at first there is much that is needed once and kept. */
function growth(bytes: readonly number[]): number {
  const quarter = bytes.length / 4
  return median(bytes.slice(3 * quarter)) - median(bytes.slice(quarter, 2 * quarter))
}

/** What is open of each kind beyond what was open before. */
function openedSince(before: readonly string[], now: readonly string[]): readonly string[] {
  const left = [...before]
  return now.filter((kind) => {
    const at = left.indexOf(kind)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

const kibibyte = 1024
const inMebibytes = (bytes: number): string => `${(bytes / kibibyte / kibibyte).toFixed(2)} MB`
/** Compiled code and the like come and go. */
const slack = 512 * kibibyte
/** What may stay of a prompt, on average. */
const bytesPerPrompt = 1 * kibibyte

test('[row 48] hundreds of prompts, with faults and deleted conversations among them, leave nothing in the page and nothing open in main', async () => {
  const prompts = caseCount(24, 300)
  test.setTimeout(60_000 + prompts * 3_000)
  const before = await app.mainMemory()
  const pages: Held[] = []
  const mains: number[] = []
  for (let round = 0; round < prompts / perRound; round += 1) {
    await useAndDelete(round)
    await dismissAll()
    await startNewConversation(chat)
    pages.push(await held())
    mains.push((await app.mainMemory()).bytes)
  }
  const ofPage = growth(pages.map(({ bytes }) => bytes))
  const ofMain = growth(mains)
  const most = slack + (prompts / 2) * bytesPerPrompt
  expect(ofPage).toBeLessThanOrEqual(most)
  expect(ofMain).toBeLessThanOrEqual(most)
  // The window looks the same after each round. The first one brings what is loaded when it is needed.
  const [, second] = pages
  const last = pages.at(-1)
  expect(last).toMatchObject({ nodes: second?.nodes, listeners: second?.listeners })
  // A connection is kept for some seconds, to be used again.
  await expect.poll(async () => openedSince(before.open, (await app.mainMemory()).open), { timeout: 15_000 }).toEqual([])
  proven({
    figure: `page ${inMebibytes(ofPage)} and main ${inMebibytes(ofMain)} between the second and the last quarter, 0 elements, 0 handles left`,
    cases: prompts,
    where: [app.isStandIn ? 'stand-in' : 'Electron'],
  })
})
