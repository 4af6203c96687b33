// Prompts by the hundred through the window, good and bad, in conversations that are kept and ones that are deleted: nothing of them stays
// in the page's memory or in main's, and nothing stays open.

import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import type { HubFaultName } from '../../stand-ins/hub/faults/faults.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import type { LaunchedApp } from '../../support/launch.ts'
import { caseCount, recordProof } from '../../support/proof.ts'
import { sendPrompt, startNewConversation, launchWithKey } from '../../support/app-actions.ts'

let hub: Hub
let app: LaunchedApp
let chat: Page

test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
  app = await launchWithKey(hub)
  chat = await app.chatWindow()
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
})

const faults: readonly HubFaultName[] = ['cut-by-reset', 'captive-portal', 'key-rejected', 'error-object-in-stream', 'empty-answer']
const promptTexts = ['/say Hello, hello.', '/markdown\nShow me everything.', '/think\nWhy is the sky blue?', '/length 3000\nTell me more.']
/** So many in a round: each good one in a conversation of its own, with a second prompt that fails in every other. */
const promptsPerRound = 6

/** What a page holds after everything unused was thrown away. */
interface HeldMemory {
  readonly bytes: number
  readonly nodes: number
  readonly listeners: number
}

const rows = () => chat.locator('button[data-row]')

/** Sends prompts in new conversations, and deletes these again. The window looks as it did before. */
async function runRoundAndDelete(round: number): Promise<void> {
  for (let number = 0; number < promptTexts.length; number += 1) {
    await startNewConversation(chat)
    await sendPrompt(chat, promptTexts[number] ?? '')
    if (number % 2 === 0) await sendPrompt(chat, `/fault ${faults[(round + number) % faults.length]}\nThis will fail.`)
  }
  for (let remaining = await rows().count(); remaining > 0; remaining -= 1) {
    await rows().first().press('Delete')
    await expect(rows()).toHaveCount(remaining - 1)
  }
}

async function measureHeldMemory(): Promise<HeldMemory> {
  const session = await chat.context().newCDPSession(chat)
  // What was thrown away may have held something that can be thrown away only then.
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize: bytes } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  await session.detach()
  return { bytes, nodes, listeners }
}

/** Takes away what the window tells of the deleted ones, which goes by itself too, but later. */
async function dismissAllToasts(): Promise<void> {
  const buttons = chat.getByRole('button', { name: en.history.dismiss })
  for (let remaining = await buttons.count(); remaining > 0; remaining -= 1) {
    await buttons.first().click()
    await expect(buttons).toHaveCount(remaining - 1)
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

/** From the second quarter to the last, in bytes: at first there is much that is needed once and kept. */
function measureGrowth(bytes: readonly number[]): number {
  const quarter = bytes.length / 4
  return median(bytes.slice(3 * quarter)) - median(bytes.slice(quarter, 2 * quarter))
}

/** What is open of each kind beyond what was open before. */
function findNewlyOpened(before: readonly string[], openAfter: readonly string[]): readonly string[] {
  const remaining = [...before]
  return openAfter.filter((kind) => {
    const index = remaining.indexOf(kind)
    if (index !== -1) remaining.splice(index, 1)
    return index === -1
  })
}

const kibibyte = 1024
const formatMebibytes = (bytes: number): string => `${(bytes / kibibyte / kibibyte).toFixed(2)} MB`
/** Compiled code and the like come and go. */
const allowance = 512 * kibibyte
/** What may stay of a prompt, on average. */
const bytesPerPrompt = 1 * kibibyte

test('[row 48] hundreds of prompts, with faults and deleted conversations among them, leave nothing in the page and nothing open in main', async () => {
  const prompts = caseCount(24, 300)
  test.setTimeout(60_000 + prompts * 3_000)
  const before = await app.mainMemory()
  const pages: HeldMemory[] = []
  const mainHeapBytes: number[] = []
  for (let round = 0; round < prompts / promptsPerRound; round += 1) {
    await runRoundAndDelete(round)
    await dismissAllToasts()
    await startNewConversation(chat)
    pages.push(await measureHeldMemory())
    mainHeapBytes.push((await app.mainMemory()).bytes)
  }
  const pageGrowth = measureGrowth(pages.map(({ bytes }) => bytes))
  const mainGrowth = measureGrowth(mainHeapBytes)
  const maxGrowth = allowance + (prompts / 2) * bytesPerPrompt
  expect(pageGrowth).toBeLessThanOrEqual(maxGrowth)
  expect(mainGrowth).toBeLessThanOrEqual(maxGrowth)
  // The window looks the same after each round. The first one brings what is loaded when it is needed.
  const [, second] = pages
  const last = pages.at(-1)
  expect(last).toMatchObject({ nodes: second?.nodes, listeners: second?.listeners })
  // A connection is kept for some seconds, to be used again.
  await expect
    .poll(async () => findNewlyOpened(before.activeResources, (await app.mainMemory()).activeResources), { timeout: 15_000 })
    .toEqual([])
  recordProof({
    figure: `page ${formatMebibytes(pageGrowth)} and main ${formatMebibytes(mainGrowth)} between the second and the last quarter, 0 elements, 0 handles left`,
    cases: prompts,
    where: [app.isStandIn ? 'stand-in' : 'Electron'],
  })
})
