// How soon a sent prompt is on screen while main is still saving it.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { launchWithKey, waitForAnswerEnd } from '../../support/app-actions.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { en } from '../../../shared/words/en/en.ts'

const slowDisk = pathToFileURL(join(import.meta.dirname, '../../support/history/slow-disk.ts')).href

let hub: Hub
test.beforeAll(async () => {
  hub = await startHub()
})
test.afterAll(() => hub.close())

interface Shown {
  /** Frames of the page from Enter to the first one with the prompt. */
  readonly frames: number
  readonly ms: number
}

/** Sends a prompt and waits until it is on screen, without asking main. */
async function sendAndMeasure(chat: Page, text: string): Promise<Shown> {
  const box = chat.getByRole('textbox', { name: en.chat.promptLabel })
  await box.fill(text)
  const shown = chat.evaluate(
    (sentText) =>
      new Promise<Shown>((resolve) => {
        const measure = (): void => {
          const start = performance.now()
          let frames = 0
          const onFrame = (): void => {
            frames += 1
            const isShown = [...document.querySelectorAll('article')].some(({ textContent }) => textContent.includes(sentText))
            if (isShown) resolve({ frames, ms: Math.round(performance.now() - start) })
            else requestAnimationFrame(onFrame)
          }
          requestAnimationFrame(onFrame)
        }
        document.addEventListener('keydown', measure, { capture: true, once: true })
      }),
    text,
  )
  await box.press('Enter')
  return shown
}

test.describe('sent prompt', () => {
  for (const delayMs of [0, 1_500]) {
    test(`is shown in the next frame when each transaction of the history takes ${delayMs} ms longer`, async () => {
      const environment = { NODE_OPTIONS: `--import=${slowDisk}`, SLOW_DISK_MS: String(delayMs) }
      const app = await launchWithKey(hub, { environment })
      test.skip(!app.isStandIn, 'Electron takes no module to load first')
      try {
        const chat = await app.chatWindow()
        await expect(chat.getByRole('button', { name: en.chat.chooseModel })).toHaveCount(0)
        const first = await sendAndMeasure(chat, '/say One.')
        await waitForAnswerEnd(chat, 2, 30_000)
        const second = await sendAndMeasure(chat, '/say Two.')
        await waitForAnswerEnd(chat, 4, 30_000)
        const format = ({ frames, ms }: Shown): string => `${frames} frame(s), ${ms} ms`
        console.log(`Disk ${delayMs} ms slower: first prompt shown after ${format(first)}; second after ${format(second)}`)
        expect([first.frames, second.frames]).toEqual([1, 1])
      } finally {
        await app.close()
      }
    })
  }
})
