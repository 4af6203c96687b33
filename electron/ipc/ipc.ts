// The only user of ipcMain: serves a table of calls to one window and publishes events to it.
// Hides the order of the checks: name in the contract, sender is our window's top frame at our page, input fits its schema.

import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import type { InputSchemas } from './input-schemas.ts'
import type { CallTable, Events, CallInput, CallOutput, EventPayload } from '../../shared/contract.ts'
import { failed, type Reply } from '../../shared/failures.ts'

export type Handlers<Table extends CallTable> = {
  readonly [Name in keyof Table]: (
    input: CallInput<Table[Name]>,
  ) => Reply<CallOutput<Table[Name]>> | Promise<Reply<CallOutput<Table[Name]>>>
}

export interface ServedWindow {
  /** The window allowed to call now; null while there is none. */
  readonly getWindow: () => BrowserWindow | null
  /** The one address its page is served at. */
  readonly address: string
}

/**
 * Answers every message on `channel`. Nothing is thrown across: a refused sender, an unknown name and a malformed input are
 * answered with `bad-input`, an unexpected error with `internal` after `report` has logged it and given it a short id.
 * @param schemas gives the schemas; asked at each call, so that the window need not wait for their checker to be loaded
 */
export function serve<Table extends CallTable>(
  channel: string,
  servedWindow: ServedWindow,
  schemas: () => Promise<InputSchemas<Table>>,
  handlers: Handlers<Table>,
  logUnexpected: (error: unknown) => string,
): void {
  ipcMain.handle(channel, async (event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (!isTrustedSender(event, servedWindow)) return failed('bad-input', 'This call came from somewhere else.')
    if (typeof name !== 'string' || !Object.hasOwn(handlers, name)) return failed('bad-input', 'There is no such call.')
    try {
      return await handleCall(await schemas(), handlers, name, input)
    } catch (error) {
      return failed('internal', logUnexpected(error))
    }
  })
}

async function handleCall<Table extends CallTable, Name extends keyof Table>(
  schemas: InputSchemas<Table>,
  handlers: Handlers<Table>,
  name: Name,
  input: unknown,
): Promise<Reply<unknown>> {
  const parsed = schemas[name].safeParse(input)
  if (!parsed.success) return failed('bad-input', 'The call was not understood.')
  return handlers[name](parsed.data)
}

function isTrustedSender(event: IpcMainInvokeEvent, servedWindow: ServedWindow): boolean {
  const window = servedWindow.getWindow()
  const frame = event.senderFrame
  // SECURITY: a destroyed frame is null, a subframe or another page of the same window is not the page we served.
  return (
    window !== null &&
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame.parent === null &&
    frame.url === servedWindow.address
  )
}

/** Sends one event to the chat window. */
export type Publish = <Name extends keyof Events>(name: Name, payload: EventPayload<Events[Name]>) => void

/** Makes the function that tells the window what happened; what happens while there is no window is not queued. */
export function createPublisher(channel: string, getWindow: () => BrowserWindow | null): Publish {
  return (name, payload) => {
    const window = getWindow()
    if (window !== null && !window.isDestroyed()) window.webContents.send(channel, name, payload)
  }
}
