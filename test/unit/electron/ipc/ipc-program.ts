// Serves the whole contract with electron/ipc/ipc.ts and calls every name from every sender that is not the window it is served to.
// Prints what was let through, as JSON. For ipc.spec.ts.

import '../record-electron.ts'
import type { Inputs } from '../../../../electron/ipc/input-schemas.ts'
import type { Handlers, ServedWindow } from '../../../../electron/ipc/ipc.ts'
import { chatPage, keyPage } from '../../../../electron/app/pages.ts'
import { calls, channels, keyCalls, type CallTable } from '../../../../shared/contract.ts'
import { succeeded } from '../../../../shared/errors.ts'
import { asElectron } from '../../../stand-ins/electron/as-electron.ts'
import { handled } from '../electron-recorder.ts'
import type * as Electron from 'electron'

const { serve } = await import('../../../../electron/ipc/ipc.ts')

export interface Tried {
  /** Calls of the right sender that were answered. */
  readonly rightly: number
  /** `sender: call` for each that reached its handler. */
  readonly accepted: readonly string[]
  /** Every other answer, each once. */
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
let reached = 0

function serveAll<Table extends CallTable>(channel: string, address: string, table: Table): void {
  const names = Object.keys(table)
  const from: ServedWindow = { current: () => current && asElectron<Electron.BrowserWindow>(current), address }
  // Every input passes and every handler says yes: only who sent decides here.
  const inputs: object = Object.fromEntries(names.map((name) => [name, { safeParse: (data: unknown) => ({ success: true, data }) }]))
  const handlers: object = Object.fromEntries(names.map((name) => [name, () => ((reached += 1), succeeded(undefined))]))
  // Made of the table's own names.
  /* oxlint-disable typescript/no-unsafe-type-assertion */
  const schemas = inputs as Inputs<Table>
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

serveAll(channels.chatCalls, chatPage.address, calls)
serveAll(channels.keyCalls, keyPage.address, keyCalls)

const rightly: string[] = []
const accepted: string[] = []
const answers = new Set<string>()
let cases = 0

for (const [channel, address, table, own, other] of [
  [channels.chatCalls, chatPage.address, calls, chatWindow, keyWindow],
  [channels.keyCalls, keyPage.address, keyCalls, keyWindow, chatWindow],
] as const) {
  const top = { parent: null, url: address }
  const sender = own.webContents
  const senders: readonly { readonly who: string; readonly event: object; readonly window: Window | null }[] = [
    { who: 'the right one', event: { sender, senderFrame: top }, window: own },
    { who: 'the other window', event: { sender: other.webContents, senderFrame: top }, window: own },
    { who: 'a subframe', event: { sender, senderFrame: { parent: top, url: address } }, window: own },
    { who: 'another address', event: { sender, senderFrame: { parent: null, url: `${address}#x` } }, window: own },
    {
      who: "the other page's address",
      event: { sender, senderFrame: { ...top, url: address === keyPage.address ? chatPage.address : keyPage.address } },
      window: own,
    },
    { who: 'a frame that has gone', event: { sender, senderFrame: null }, window: own },
    { who: 'a window that is destroyed', event: { sender, senderFrame: top }, window: { ...own, isDestroyed: () => true } },
    { who: 'a window that has closed', event: { sender, senderFrame: top }, window: null },
  ]
  for (const name of Object.keys(table)) {
    for (const { who, event, window } of senders) {
      current = window
      const before = reached
      const reply = await handled.get(channel)?.(event, name, undefined)
      if (who === 'the right one') {
        if (reached > before) rightly.push(name)
        continue
      }
      cases += 1
      if (reached > before) accepted.push(`${who}: ${name}`)
      answers.add(JSON.stringify(reply))
    }
  }
}

const tried: Tried = { rightly: rightly.length, accepted, answers: [...answers], cases }
process.stdout.write(JSON.stringify(tried))
