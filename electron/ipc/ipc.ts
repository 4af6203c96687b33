// The only user of ipcMain: serves a table of calls to one window and publishes events to it.
// Hides the order of the checks: name in the contract, sender is our window's top frame at our page, input fits its schema.

import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import type { Inputs } from './input-schemas.ts'
import type { CallTable, Events, InputOf, OutputOf, PayloadOf } from '../../shared/contract.ts'
import { failed, type Reply } from '../../shared/errors.ts'

export type Handlers<Table extends CallTable> = {
  readonly [Name in keyof Table]: (input: InputOf<Table[Name]>) => Reply<OutputOf<Table[Name]>> | Promise<Reply<OutputOf<Table[Name]>>>
}

export interface ServedWindow {
  /** The window allowed to call now; null while there is none. */
  readonly current: () => BrowserWindow | null
  /** The one address its page is served at. */
  readonly address: string
}

/**
 * Answers every message on `channel`. Nothing is thrown across: a refused sender, an unknown name and a malformed input are
 * answered with `bad-input`, an unexpected error with `internal` after `report` has logged it and given it a short id.
 * @param inputs gives the schemas; asked at each call, so that the window need not wait for their checker to be loaded
 */
export function serve<Table extends CallTable>(
  channel: string,
  from: ServedWindow,
  inputs: () => Promise<Inputs<Table>>,
  handlers: Handlers<Table>,
  report: (error: unknown) => string,
): void {
  ipcMain.handle(channel, async (event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (!isFrom(event, from)) return failed('bad-input', 'This call came from somewhere else.')
    if (typeof name !== 'string' || !Object.hasOwn(handlers, name)) return failed('bad-input', 'There is no such call.')
    try {
      return await answer(await inputs(), handlers, name, input)
    } catch (error) {
      return failed('internal', report(error))
    }
  })
}

async function answer<Table extends CallTable, Name extends keyof Table>(
  inputs: Inputs<Table>,
  handlers: Handlers<Table>,
  name: Name,
  input: unknown,
): Promise<Reply<unknown>> {
  const checked = inputs[name].safeParse(input)
  if (!checked.success) return failed('bad-input', 'The call was not understood.')
  return handlers[name](checked.data)
}

function isFrom(event: IpcMainInvokeEvent, from: ServedWindow): boolean {
  const window = from.current()
  const frame = event.senderFrame
  // SECURITY: a destroyed frame is null, a subframe or another page of the same window is not the page we served.
  return (
    window !== null &&
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame.parent === null &&
    frame.url === from.address
  )
}

type Publish = <Name extends keyof Events>(name: Name, payload: PayloadOf<Events[Name]>) => void

/** Makes the function that tells the window what happened; what happens while there is no window is not queued. */
export function publisher(channel: string, current: () => BrowserWindow | null): Publish {
  return (name, payload) => {
    const window = current()
    if (window !== null && !window.isDestroyed()) window.webContents.send(channel, name, payload)
  }
}
