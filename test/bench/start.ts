// How long a start takes: main's imports before the window, the first paint, and what a long history adds until it is shown.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { inTurn, type Bench, type Measured } from '../support/bench/bench.ts'
import { launchFloor } from '../support/bench/floor.ts'
import { dataWithHistory } from '../support/bench/histories.ts'
import { firstPaint, messagePaint } from '../support/bench/painted.ts'
import { withApp } from '../support/bench/with-app.ts'
import { startHub } from '../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'
import { importsOf, root, sources } from '../support/sources.ts'

const run = promisify(execFile)
const shortHistory = 2_000
const longHistory = 1_000_000

export const bench: Bench = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-start-'))
  await using hub = await startHub()
  try {
    return [await imports(folder), await paint(folder, hub.origin), await history(hub.origin, say)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function imports(folder: string): Promise<Measured> {
  const data = join(folder, 'imports')
  mkdirSync(data)
  return {
    name: 'imports',
    what: 'imports of main until the window is made / of all its packages, unbundled',
    unit: 'ms',
    ...(await inTurn(
      () => timeOfImports('main', join(root, 'dist/main/main.js'), data),
      () => timeOfImports('packages', ...packagesOfMain()),
    )),
    bar: { kind: 'ratio-at-most', limit: 0.1 },
  }
}

async function timeOfImports(...words: readonly string[]): Promise<number> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, '../support/bench/import-time.ts'), ...words])
  return Number(stdout)
}

/** What the sources of the main process import from node_modules, as they name it. */
function packagesOfMain(): readonly string[] {
  const names = sources((path) => path.startsWith('electron/') && path.endsWith('.ts')).flatMap(importsOf)
  return [...new Set(names)].filter((name) => name !== 'electron' && !name.startsWith('electron/') && !name.startsWith('node:'))
}

async function paint(folder: string, hub: string): Promise<Measured> {
  const data = join(folder, 'data')
  return {
    name: 'firstPaint',
    what: 'start of the process to the first paint / of an empty window',
    unit: 'ms',
    ...(await inTurn(
      () => timeTo(firstPaint, () => launch({ data, hub, browser: 'whole' })),
      () => timeTo(firstPaint, () => launchFloor()),
    )),
    bar: { kind: 'ratio-at-most', limit: 1.3 },
  }
}

async function history(hub: string, say: (line: string) => void): Promise<Measured> {
  const long = await dataWithHistory(longHistory, say)
  const short = await dataWithHistory(shortHistory, say)
  return {
    name: 'history',
    what: `start until the open conversation is painted, ${longHistory.toLocaleString('en')} saved messages / ${shortHistory.toLocaleString('en')}`,
    unit: 'ms',
    ...(await inTurn(
      () => timeTo(messagePaint, () => launch({ data: long, hub, browser: 'whole' })),
      () => timeTo(messagePaint, () => launch({ data: short, hub, browser: 'whole' })),
    )),
    bar: { kind: 'ratio-at-most', limit: 1.1 },
  }
}

/** Milliseconds from the start of the process to that moment of its window. */
async function timeTo(moment: (page: Page) => Promise<number>, start: () => Promise<LaunchedApp>): Promise<number> {
  const startedAt = Date.now()
  return withApp(start, async (app) => (await moment(await app.chatWindow())) - startedAt)
}
