// The only user of ipcMain: serves a table of calls to one window and sends it events.
// Hides the checks and their order: the sender is our window's top frame at our page, the call exists, the input matches its schema.

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
  /** The window that may call; null while there is none. */
  readonly getWindow: () => BrowserWindow | null
  /** The only address of its page. */
  readonly address: string
}

/**
 * Answers every message on `channel` and never throws across it: a wrong sender, an unknown call and invalid input get `bad-input`; an
 * unexpected error gets `internal` with the id that `logUnexpected` returns.
 * @param loadSchemas called for each message, so that the window can open before zod is loaded
 */
export function serve<Table extends CallTable>(
  channel: string,
  servedWindow: ServedWindow,
  loadSchemas: () => Promise<InputSchemas<Table>>,
  handlers: Handlers<Table>,
  logUnexpected: (error: unknown) => string,
): void {
  ipcMain.handle(channel, async (event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (!isTrustedSender(event, servedWindow)) return failed('bad-input', 'The sender may not make this call.')
    if (typeof name !== 'string' || !Object.hasOwn(handlers, name)) return failed('bad-input', 'There is no such call.')
    try {
      return await handleCall(await loadSchemas(), handlers, name, input)
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
  if (!parsed.success) return failed('bad-input', 'The input does not match the call.')
  return handlers[name](parsed.data)
}

function isTrustedSender(event: IpcMainInvokeEvent, servedWindow: ServedWindow): boolean {
  const window = servedWindow.getWindow()
  const frame = event.senderFrame
  // SECURITY: a destroyed frame is null; a subframe, or another page in the same window, is not the page we served.
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

/** Creates the function that sends events to the window. Without a window an event is dropped, not queued. */
export function createPublisher(channel: string, getWindow: () => BrowserWindow | null): Publish {
  return (name, payload) => {
    const window = getWindow()
    if (window !== null && !window.isDestroyed()) window.webContents.send(channel, name, payload)
  }
}
