// How long a start takes: main's imports until the window is created, the first paint, and the cost of a long history.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { measureInterleaved, type Bench, type Measurement } from '../support/bench/bench.ts'
import { launchBaseline } from '../support/bench/baseline.ts'
import { prepareHistory } from '../support/bench/cached-histories.ts'
import { waitForFirstPaint, waitForMessagePaint } from '../support/bench/page-metrics.ts'
import { withApp } from '../support/bench/with-app.ts'
import { startHub } from '../stand-ins/hub/hub.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'
import { listImports, root, readSources } from '../support/sources.ts'

const execFileAsync = promisify(execFile)
const shortHistorySize = 2_000
const longHistorySize = 1_000_000

export const bench: Bench = async (log) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-start-'))
  await using hub = await startHub()
  try {
    return [await measureImports(folder), await measureFirstPaint(folder, hub.origin), await measureHistoryStart(hub.origin, log)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measureImports(folder: string): Promise<Measurement> {
  const data = join(folder, 'imports')
  mkdirSync(data)
  return {
    name: 'imports',
    label: 'imports of main until the window is created / of all its packages, unbundled',
    unit: 'ms',
    ...(await measureInterleaved(
      () => timeImports('main', join(root, 'dist/main/main.js'), data),
      () => timeImports('packages', ...listMainPackages()),
    )),
    threshold: { kind: 'ratio-at-most', limit: 0.1 },
  }
}

async function timeImports(...args: readonly string[]): Promise<number> {
  const { stdout } = await execFileAsync(process.execPath, [join(import.meta.dirname, '../support/bench/import-time.ts'), ...args])
  return Number(stdout)
}

/** The packages that the main process imports from node_modules. */
function listMainPackages(): readonly string[] {
  const names = readSources((path) => path.startsWith('electron/') && path.endsWith('.ts')).flatMap(listImports)
  return [...new Set(names)].filter((name) => !/^(electron|shared)(\/|$)|^node:/.test(name))
}

async function measureFirstPaint(folder: string, hub: string): Promise<Measurement> {
  const data = join(folder, 'data')
  return {
    name: 'firstPaint',
    label: 'start of the process to the first paint / of an empty window',
    unit: 'ms',
    ...(await measureInterleaved(
      () => timeUntil(waitForFirstPaint, () => launch({ data, hub, browser: 'headless' })),
      () => timeUntil(waitForFirstPaint, () => launchBaseline()),
    )),
    threshold: { kind: 'ratio-at-most', limit: 1.3 },
  }
}

async function measureHistoryStart(hub: string, log: (line: string) => void): Promise<Measurement> {
  const long = await prepareHistory(longHistorySize, log)
  const short = await prepareHistory(shortHistorySize, log)
  return {
    name: 'history',
    label: `start until the open conversation is painted, ${longHistorySize.toLocaleString('en')} saved messages / ${shortHistorySize.toLocaleString('en')}`,
    unit: 'ms',
    ...(await measureInterleaved(
      () => timeUntil(waitForMessagePaint, () => launch({ data: long, hub, browser: 'headless' })),
      () => timeUntil(waitForMessagePaint, () => launch({ data: short, hub, browser: 'headless' })),
    )),
    threshold: { kind: 'ratio-at-most', limit: 1.1 },
  }
}

/** Milliseconds from the start of the process to that moment of its window. */
async function timeUntil(waitForMoment: (page: Page) => Promise<number>, start: () => Promise<LaunchedApp>): Promise<number> {
  const startedAt = Date.now()
  return withApp(start, async (app) => (await waitForMoment(await app.chatWindow())) - startedAt)
}
