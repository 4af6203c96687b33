// The line between the stand-in and the test that started it (Node's own IPC channel). Hides whether there is one: a stand-in
// started by hand has nobody to report to and nobody to ask.

/**
 * `light`: the engine alone, which starts in a third less work. `whole`: with its user interface, as heavy as Electron's, though nobody
 * sees it. `shown`: on the display, for a person to use.
 */
export type BrowserKind = 'light' | 'whole' | 'shown'

/** What the launcher sets; the app never sees it. */
export interface StandInOptions {
  readonly browser: BrowserKind
  readonly isPackaged: boolean
  /** Keeps every message that crosses IPC. */
  readonly recordIpc: boolean
}

/** A question of the test; answered by a message with the same id. */
export interface Question {
  readonly id: number
  readonly ask: string
  /** Its type is known to who asks and to who answers, not to the line. */
  readonly value: never
}

export interface Answer {
  readonly id: number
  /** As above. */
  readonly value: never
}

/** The one message that is not an answer: where the test finds the browser. */
export interface OpenedBrowser {
  readonly endpoint: string
  /** Its throw-away folder, in the command line of each of its processes. */
  readonly folder: string
}

const optionsVariable = 'STAND_IN_OPTIONS'
const givenOptions: Partial<StandInOptions> = JSON.parse(process.env[optionsVariable] ?? '{}')
delete process.env[optionsVariable]

export const options: StandInOptions = { browser: 'light', isPackaged: false, recordIpc: false, ...givenOptions }

const handlers = new Map<string, (value: never) => unknown>()

/** Says how a question of the test is answered. */
export function onAsk<Value>(ask: string, handler: (value: Value) => unknown): void {
  handlers.set(ask, handler)
}

export function reportOpened(opened: OpenedBrowser): void {
  if (process.connected) process.send?.(opened)
}

/** Listens to the test, and ends with it. The line alone does not keep the app alive. */
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
