// Hundreds of prompts, good and bad, in conversations that stay and that are deleted: none of them stays in memory, and nothing stays open.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import type { HubFaultName } from '../../stand-ins/hub/faults/faults.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'

const faults: readonly HubFaultName[] = ['cut-by-reset', 'captive-portal', 'key-rejected', 'error-object-in-stream', 'empty-answer']
const promptTexts = ['/say Hello, hello.', '/markdown\nShow me everything.', '/think\nWhy is the sky blue?', '/length 3000\nTell me more.']
/** Each good prompt has a conversation of its own, and every other conversation a second prompt that fails. */
const promptsPerRound = 6

/** The memory of a page after garbage collection. */
interface HeldMemory {
  readonly bytes: number
  readonly nodes: number
  readonly listeners: number
}

/** Sends prompts in new conversations, and deletes them. Afterwards the window looks as before. */
async function runRoundAndDelete(chat: ChatPage, round: number): Promise<void> {
  for (let number = 0; number < promptTexts.length; number += 1) {
    await chat.startNewConversation()
    await chat.send(promptTexts[number] ?? '')
    if (number % 2 === 0) await chat.send(`/fault ${faults[(round + number) % faults.length]}\nThis will fail.`)
  }
  for (let remaining = await chat.sidebar.rows.count(); remaining > 0; remaining -= 1) {
    await chat.sidebar.rows.first().press('Delete')
    await expect(chat.sidebar.rows).toHaveCount(remaining - 1)
  }
}

async function measureHeldMemory(chat: ChatPage): Promise<HeldMemory> {
  const session = await chat.page.context().newCDPSession(chat.page)
  // Collected objects may have held others, which are collected next.
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize: bytes } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  await session.detach()
  return { bytes, nodes, listeners }
}

/** Dismisses the notices of the deletions, which would disappear later by themselves. */
async function dismissAllToasts(chat: ChatPage): Promise<void> {
  const buttons = chat.page.getByRole('button', { name: en.history.dismiss })
  for (let remaining = await buttons.count(); remaining > 0; remaining -= 1) {
    await buttons.first().click()
    await expect(buttons).toHaveCount(remaining - 1)
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

/** Bytes from the second quarter to the last. In the first quarter much is loaded once and kept. */
function measureGrowth(bytes: readonly number[]): number {
  const quarter = bytes.length / 4
  return median(bytes.slice(3 * quarter)) - median(bytes.slice(quarter, 2 * quarter))
}

/** The resources of each kind that were not open before. */
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
/** For compiled code and caches. */
const allowance = 512 * kibibyte
/** What one prompt may leave, on average. */
const bytesPerPrompt = 1 * kibibyte

test.describe('long use', () => {
  test('[row 48] leaves nothing in the page and nothing open in main, with faults and deletions', async ({ chat, app }) => {
    const prompts = caseCount(24, 300)
    test.setTimeout(60_000 + prompts * 3_000)
    const before = await app.mainMemory()
    const pages: HeldMemory[] = []
    const mainHeapBytes: number[] = []
    for (let round = 0; round < prompts / promptsPerRound; round += 1) {
      await runRoundAndDelete(chat, round)
      await dismissAllToasts(chat)
      await chat.startNewConversation()
      pages.push(await measureHeldMemory(chat))
      mainHeapBytes.push((await app.mainMemory()).bytes)
    }
    const pageGrowth = measureGrowth(pages.map(({ bytes }) => bytes))
    const mainGrowth = measureGrowth(mainHeapBytes)
    const maxGrowth = allowance + (prompts / 2) * bytesPerPrompt
    expect(pageGrowth).toBeLessThanOrEqual(maxGrowth)
    expect(mainGrowth).toBeLessThanOrEqual(maxGrowth)
    // The window looks the same after each round. The first round loads what is loaded on demand.
    const [, second] = pages
    const last = pages.at(-1)
    expect(last).toMatchObject({ nodes: second?.nodes, listeners: second?.listeners })
    // A connection is kept open for some seconds.
    await expect
      .poll(async () => findNewlyOpened(before.activeResources, (await app.mainMemory()).activeResources), { timeout: 15_000 })
      .toEqual([])
    recordProof({
      figure: `page ${formatMebibytes(pageGrowth)} and main ${formatMebibytes(mainGrowth)} between the second and the last quarter, 0 elements, 0 handles left`,
      cases: prompts,
      where: [getProofTarget(app)],
    })
  })
})
