// How soon a sent prompt is on screen while main is still saving it. Prints the figures.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'

const slowDisk = pathToFileURL(join(import.meta.dirname, '../../support/history/slow-disk.ts')).href

interface Shown {
  /** Frames of the page from Enter to the first one with the prompt. */
  readonly frames: number
  readonly ms: number
}

const formatShown = ({ frames, ms }: Shown): string => `${frames} frame(s), ${ms} ms`

/** Sends a prompt and waits until it is on screen, without asking main. */
async function sendAndMeasure({ page, promptBox }: ChatPage, text: string): Promise<Shown> {
  await promptBox.field.fill(text)
  const shown = page.evaluate(
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
  await promptBox.field.press('Enter')
  return shown
}

for (const delayMs of [0, 1_500]) {
  test.describe(`sent prompt, with a disk that takes ${delayMs} ms longer`, () => {
    test.use({ setup: { launch: { environment: { NODE_OPTIONS: `--import=${slowDisk}`, SLOW_DISK_MS: String(delayMs) } } } })

    test('is shown in the next frame', async ({ app, chat }) => {
      test.skip(!app.isStandIn, 'Electron takes no module to load first')
      await expect(chat.button(en.chat.chooseModel)).toHaveCount(0)
      const first = await sendAndMeasure(chat, '/say One.')
      await chat.conversation.waitForAnswerEnd(2, 30_000)
      const second = await sendAndMeasure(chat, '/say Two.')
      await chat.conversation.waitForAnswerEnd(4, 30_000)
      console.log(`Disk ${delayMs} ms slower: first prompt shown after ${formatShown(first)}; second after ${formatShown(second)}`)
      expect([first.frames, second.frames]).toEqual([1, 1])
    })
  })
}
