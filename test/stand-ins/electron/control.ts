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
  readonly tap: boolean
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
export interface Opened {
  readonly endpoint: string
  /** Its throw-away folder, in the command line of each of its processes. */
  readonly folder: string
}

const variable = 'STAND_IN_OPTIONS'
const given: Partial<StandInOptions> = JSON.parse(process.env[variable] ?? '{}')
delete process.env[variable]

export const options: StandInOptions = { browser: 'light', isPackaged: false, tap: false, ...given }

const answers = new Map<string, (value: never) => unknown>()

/** Says how a question of the test is answered. */
export function answer<Value>(ask: string, how: (value: Value) => unknown): void {
  answers.set(ask, how)
}

export function tellOpened(opened: Opened): void {
  if (process.connected) process.send?.(opened)
}

/** Listens to the test, and ends with it. The line alone does not keep the app alive. */
export function listen(onLost: () => void): void {
  if (process.send === undefined) return
  process.on('message', (question: Question) => void reply(question))
  process.on('disconnect', onLost)
  process.channel?.unref()
}

async function reply({ id, ask, value }: Question): Promise<void> {
  const answered = await answers.get(ask)?.(value)
  if (process.connected) process.send?.({ id, value: answered })
}
