// How much memory all of Parley's processes take together, idle and with a long answer, beside an empty window of the same host.

import type { Page } from '@playwright/test'
import { inTurn, type Bench } from '../support/bench/bench.ts'
import { launchFloor } from '../support/bench/floor.ts'
import { memoryOf, settled } from '../support/bench/proc.ts'
import { seeWholeAnswer } from '../support/bench/whole-answer.ts'
import { withApp } from '../support/bench/with-app.ts'
import { startHub } from '../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'
import { setKey } from '../support/session.ts'

const longAnswer = 200_000

export const bench: Bench = async () => {
  await using hub = await startHub({ speed: 0 })
  const start = () => launch({ hub: hub.origin, browser: 'whole' })
  return [
    {
      name: 'idle',
      what: 'idle / an empty window',
      unit: 'MB',
      ...(await inTurn(() => memoryWhen(start, isIdle), emptyWindow)),
      bar: { kind: 'ratio-at-most', limit: 1.3 },
    },
    {
      name: 'longAnswer',
      what: `with an answer of ${longAnswer.toLocaleString('en')} characters / an empty window`,
      unit: 'MB',
      ...(await inTurn(() => memoryWhen(start, (app) => getLongAnswer(app, hub.keys.fineGrained)), emptyWindow)),
      bar: { kind: 'ratio-at-most', limit: 1.6 },
    },
  ]
}

function emptyWindow(): Promise<number> {
  return memoryWhen(() => launchFloor(), isIdle)
}

async function isIdle(): Promise<void> {}

/** Megabytes once the app is at rest, with what a page no longer needs collected. */
async function memoryWhen(start: () => Promise<LaunchedApp>, prepare: (app: LaunchedApp) => Promise<void>): Promise<number> {
  return withApp(start, async (app) => {
    await prepare(app)
    await collectGarbage(await app.chatWindow())
    return settled('The memory of the app', () => memoryOf(app.processes()))
  })
}

async function getLongAnswer(app: LaunchedApp, key: string): Promise<void> {
  await setKey(app, key)
  await seeWholeAnswer(await app.chatWindow(), `/markdown\n/length ${longAnswer}`, longAnswer)
}

async function collectGarbage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.detach()
}
