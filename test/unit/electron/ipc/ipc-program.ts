// Serves the whole contract with electron/ipc/ipc.ts, makes every call from every wrong sender, and prints as JSON what was accepted, for
// ipc.spec.ts.

import '../use-electron-recorder.ts'
import type { InputSchemas } from '../../../../electron/ipc/input-schemas.ts'
import type { Handlers, ServedWindow } from '../../../../electron/ipc/ipc.ts'
import { chatPage, keyPage } from '../../../../electron/app/pages.ts'
import { calls, channels, keyCalls, type CallTable } from '../../../../shared/contract.ts'
import { succeeded } from '../../../../shared/failures.ts'
import { asElectron } from '../../../stand-ins/electron/as-electron.ts'
import { registeredHandlers } from '../electron-recorder.ts'
import type * as Electron from 'electron'

const { serve } = await import('../../../../electron/ipc/ipc.ts')

export interface IpcResults {
  /** Calls from the right sender that reached their handler. */
  readonly legitimateCalls: number
  /** `sender: call` for each wrong call that reached its handler. */
  readonly accepted: readonly string[]
  /** The distinct answers to wrong calls. */
  readonly answers: readonly string[]
  readonly cases: number
}

interface Window {
  readonly isDestroyed: () => boolean
  readonly webContents: object
}

const chatWindow: Window = { isDestroyed: () => false, webContents: { of: 'chat' } }
const keyWindow: Window = { isDestroyed: () => false, webContents: { of: 'key' } }
let current: Window | null = null
let handlerCalls = 0

function serveTable<Table extends CallTable>(channel: string, address: string, table: Table): void {
  const names = Object.keys(table)
  const from: ServedWindow = { getWindow: () => current && asElectron<Electron.BrowserWindow>(current), address }
  // Every input is valid and every handler succeeds, so that only the sender decides.
  const inputs: object = Object.fromEntries(names.map((name) => [name, { safeParse: (data: unknown) => ({ success: true, data }) }]))
  const handlers: object = Object.fromEntries(names.map((name) => [name, () => ((handlerCalls += 1), succeeded(undefined))]))
  // Both have exactly the table's names.
  /* oxlint-disable typescript/no-unsafe-type-assertion */
  const schemas = inputs as InputSchemas<Table>
  const answers = handlers as Handlers<Table>
  /* oxlint-enable typescript/no-unsafe-type-assertion */
  serve(
    channel,
    from,
    async () => schemas,
    answers,
    () => 'an error',
  )
}

serveTable(channels.chatCalls, chatPage.address, calls)
serveTable(channels.keyCalls, keyPage.address, keyCalls)

const legitimateCalls: string[] = []
const accepted: string[] = []
const answers = new Set<string>()
let cases = 0

for (const [channel, address, table, ownWindow, other] of [
  [channels.chatCalls, chatPage.address, calls, chatWindow, keyWindow],
  [channels.keyCalls, keyPage.address, keyCalls, keyWindow, chatWindow],
] as const) {
  const topFrame = { parent: null, url: address }
  const sender = ownWindow.webContents
  const senders: readonly { readonly who: string; readonly event: object; readonly window: Window | null }[] = [
    { who: 'the right sender', event: { sender, senderFrame: topFrame }, window: ownWindow },
    { who: 'the other window', event: { sender: other.webContents, senderFrame: topFrame }, window: ownWindow },
    { who: 'a subframe', event: { sender, senderFrame: { parent: topFrame, url: address } }, window: ownWindow },
    { who: 'another address', event: { sender, senderFrame: { parent: null, url: `${address}#x` } }, window: ownWindow },
    {
      who: "the other page's address",
      event: { sender, senderFrame: { ...topFrame, url: address === keyPage.address ? chatPage.address : keyPage.address } },
      window: ownWindow,
    },
    { who: 'a destroyed frame', event: { sender, senderFrame: null }, window: ownWindow },
    { who: 'a destroyed window', event: { sender, senderFrame: topFrame }, window: { ...ownWindow, isDestroyed: () => true } },
    { who: 'a closed window', event: { sender, senderFrame: topFrame }, window: null },
  ]
  for (const name of Object.keys(table)) {
    for (const { who, event, window } of senders) {
      current = window
      const before = handlerCalls
      const reply = await registeredHandlers.get(channel)?.(event, name, undefined)
      if (who === 'the right sender') {
        if (handlerCalls > before) legitimateCalls.push(name)
        continue
      }
      cases += 1
      if (handlerCalls > before) accepted.push(`${who}: ${name}`)
      answers.add(JSON.stringify(reply))
    }
  }
}

const ipcResults: IpcResults = { legitimateCalls: legitimateCalls.length, accepted, answers: [...answers], cases }
process.stdout.write(JSON.stringify(ipcResults))
