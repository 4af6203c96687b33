// The fixture app of the stand-in for Electron, and how a spec runs code in its main process.

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type * as Electron from 'electron'
import { launch, type LaunchedApp, type LaunchOptions } from '../../support/launch.ts'

/** What the fixture's preload puts on its window; see fixture/preload.cjs. */
export interface FixtureBridge {
  readonly invoke: <Reply>(channel: string, ...args: unknown[]) => Promise<Reply>
  readonly send: (channel: string, ...args: unknown[]) => void
  readonly on: (channel: string, listener: (...args: unknown[]) => void) => () => void
  readonly world: () => unknown
  readonly text: string
  readonly list: readonly unknown[]
  readonly give: <Value>(value: Value) => Value
  readonly kindOf: (value: unknown) => string
  readonly thing: () => object
  readonly fail: () => void
  readonly failWith: (value: unknown) => void
  readonly later: (value: unknown) => Promise<unknown>
  readonly failLater: () => Promise<void>
  readonly callBack: (listener: (...args: unknown[]) => unknown) => unknown
  readonly failBack: (listener: () => void) => unknown
  readonly keep: { readonly add: (listener: () => unknown) => number; readonly call: () => unknown[] }
}

declare global {
  /** Of the fixture's main process: what a spec's code there keeps for the spec to read. */
  var kept: unknown[]

  interface Window {
    readonly bridge: FixtureBridge
    readonly atStart: string
  }
}

export function launchFixture(options: LaunchOptions = {}): Promise<LaunchedApp> {
  return launch({ entry: join(import.meta.dirname, './fixture'), ...options })
}

/** Runs `code` in the main process, from a message of `page`. It is sent as text: it uses nothing from around it. */
export function inMain<Result, Value = undefined>(
  page: Page,
  code: (electron: typeof Electron, value: Value, event: Electron.IpcMainInvokeEvent) => Result,
  value?: Value,
): Promise<Awaited<Result>> {
  return page.evaluate(invokeInMain<Awaited<Result>>, { source: code.toString(), given: value })
}

function invokeInMain<Reply>({ source, given }: { readonly source: string; readonly given: unknown }): Promise<Reply> {
  return window.bridge.invoke('in-main', source, given)
}

/** What the specs' code in the main process has kept. */
export function readRecorded(page: Page): Promise<unknown[]> {
  return inMain(page, () => kept)
}
