// The channel between the stand-in and the test that started it (Node's IPC channel). Hides whether there is one: a stand-in
// started by hand has no test to report to.

/**
 * `headless-shell`: the engine without a user interface, which starts with a third less work. `headless`: the full browser, as heavy as
 * Electron's, without a display. `visible`: on the display, for a person to use.
 */
export type BrowserKind = 'headless-shell' | 'headless' | 'visible'

/** Set by the launcher, hidden from the app. */
export interface StandInOptions {
  readonly browser: BrowserKind
  readonly isPackaged: boolean
  /** Records every message that crosses IPC. */
  readonly recordIpc: boolean
}

/** A question of the test. The reply has the same id. */
export interface Question {
  readonly id: number
  readonly ask: string
  /** Its type is known to the sender and the handler, not to this channel. */
  readonly value: never
}

export interface Answer {
  readonly id: number
  /** As above. */
  readonly value: never
}

/** The one message that is not an answer: the endpoint of the browser. */
export interface OpenedBrowser {
  readonly endpoint: string
  /** Its temporary folder, which is in the command line of each of its processes. */
  readonly folder: string
}

const optionsVariable = 'STAND_IN_OPTIONS'
const givenOptions: Partial<StandInOptions> = JSON.parse(process.env[optionsVariable] ?? '{}')
delete process.env[optionsVariable]

export const options: StandInOptions = { browser: 'headless-shell', isPackaged: false, recordIpc: false, ...givenOptions }

const handlers = new Map<string, (value: never) => unknown>()

/** Sets how a question of the test is answered. */
export function onAsk<Value>(ask: string, handler: (value: Value) => unknown): void {
  handlers.set(ask, handler)
}

export function reportOpened(opened: OpenedBrowser): void {
  if (process.connected) process.send?.(opened)
}

/** Answers the test, and calls `onDisconnect` when its process is gone. The channel alone does not keep the app alive. */
export function connectToTest(onDisconnect: () => void): void {
  if (process.send === undefined) return
  process.on('message', (question: Question) => void replyTo(question))
  process.on('disconnect', onDisconnect)
  process.channel?.unref()
}

async function replyTo({ id, ask, value }: Question): Promise<void> {
  const result = await handlers.get(ask)?.(value)
  if (process.connected) process.send?.({ id, value: result })
}
