// The memory of all of Parley's processes together, idle and with a long answer, compared with an empty window on the same host.

import type { Page } from '@playwright/test'
import { ChatPage } from '../pages/chat-page.ts'
import { setKey } from '../pages/key-window.ts'
import { measureInterleaved, type Bench } from '../support/bench/bench.ts'
import { launchBaseline } from '../support/bench/baseline.ts'
import { readMemoryMb, waitUntilStable } from '../support/bench/process-usage.ts'
import { waitForWholeAnswer } from '../support/bench/whole-answer.ts'
import { withApp } from '../support/bench/with-app.ts'
import { startHub } from '../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

const longAnswerLength = 200_000

export const bench: Bench = async () => {
  await using hub = await startHub({ speed: 0 })
  const start = () => launch({ hub: hub.origin, browser: 'headless' })
  return [
    {
      name: 'idle',
      label: 'idle / an empty window',
      unit: 'MB',
      ...(await measureInterleaved(() => measureMemory(start, stayIdle), measureEmptyWindow)),
      threshold: { kind: 'ratio-at-most', limit: 1.3 },
    },
    {
      name: 'longAnswer',
      label: `with an answer of ${longAnswerLength.toLocaleString('en')} characters / an empty window`,
      unit: 'MB',
      ...(await measureInterleaved(() => measureMemory(start, (app) => showLongAnswer(app, hub.keys.fineGrained)), measureEmptyWindow)),
      threshold: { kind: 'ratio-at-most', limit: 1.6 },
    },
  ]
}

function measureEmptyWindow(): Promise<number> {
  return measureMemory(() => launchBaseline(), stayIdle)
}

async function stayIdle(): Promise<void> {}

/** Megabytes once the app is idle, after garbage collection in the page. */
async function measureMemory(start: () => Promise<LaunchedApp>, prepare: (app: LaunchedApp) => Promise<void>): Promise<number> {
  return withApp(start, async (app) => {
    await prepare(app)
    await collectGarbage(await app.chatWindow())
    return waitUntilStable('The memory of the app', () => readMemoryMb(app.processes()))
  })
}

async function showLongAnswer(app: LaunchedApp, key: string): Promise<void> {
  await setKey(app, key)
  const chat = new ChatPage({ page: await app.chatWindow() })
  await waitForWholeAnswer(chat, `/markdown\n/length ${longAnswerLength}`, longAnswerLength)
}

async function collectGarbage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.detach()
}
