// Launches the fixture app on the stand-in for Electron and runs a spec's code in its main process.

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type * as Electron from 'electron'
import { launch, type LaunchedApp, type LaunchOptions } from '../../support/launch.ts'

/** What the fixture's preload exposes; see fixture/preload.cjs. */
export interface FixtureBridge {
  readonly invoke: <Reply>(channel: string, ...args: unknown[]) => Promise<Reply>
  readonly send: (channel: string, ...args: unknown[]) => void
  readonly on: (channel: string, listener: (...args: unknown[]) => void) => () => void
  readonly inspectWorld: () => unknown
  readonly text: string
  readonly list: readonly unknown[]
  readonly echo: <Value>(value: Value) => Value
  readonly typeTag: (value: unknown) => string
  readonly createInstance: () => object
  readonly throwError: () => void
  readonly throwValue: (value: unknown) => void
  readonly resolveLater: (value: unknown) => Promise<unknown>
  readonly rejectLater: () => Promise<void>
  readonly callListener: (listener: (...args: unknown[]) => unknown) => unknown
  readonly catchFromListener: (listener: () => void) => unknown
  readonly listeners: { readonly add: (listener: () => unknown) => number; readonly callAll: () => unknown[] }
}

declare global {
  /** A global of the fixture's main process: what a spec's code there stores for the spec to read. */
  var recorded: unknown[]

  interface Window {
    readonly bridge: FixtureBridge
    readonly bridgeTypeAtStart: string
  }
}

export function launchFixture(options: LaunchOptions = {}): Promise<LaunchedApp> {
  return launch({ entry: join(import.meta.dirname, './fixture'), ...options })
}

/** Runs `code` in the main process, through a message of `page`. It is sent as text, so it cannot use variables around it. */
export function inMain<Result, Value = undefined>(
  page: Page,
  code: (electron: typeof Electron, value: Value, event: Electron.IpcMainInvokeEvent) => Result,
  value?: Value,
): Promise<Awaited<Result>> {
  return page.evaluate(invokeInMain<Awaited<Result>>, { source: code.toString(), argument: value })
}

function invokeInMain<Reply>({ source, argument }: { readonly source: string; readonly argument: unknown }): Promise<Reply> {
  return window.bridge.invoke('in-main', source, argument)
}

/** What code of a spec has pushed to `recorded` in the main process. */
export function readRecorded(page: Page): Promise<unknown[]> {
  return inMain(page, () => recorded)
}
