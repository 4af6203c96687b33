// The line between the stand-in and the test that started it (Node's own IPC channel). Hides whether there is one: a stand-in
// started by hand has nobody to report to and nobody to ask.

/** What the launcher sets; the app never sees it. */
export interface StandInOptions {
  readonly show: boolean
  readonly isPackaged: boolean
  /** Keeps every message that crosses IPC, for `ipcTap()`. */
  readonly tap: boolean
}

/** A question of the test; answered by a message with the same id. */
export interface Question {
  readonly id: number
  readonly ask: string
  readonly value: unknown
}

export interface Answer {
  readonly id: number
  readonly value: unknown
}

/** The one message that is not an answer: where the test finds the browser. */
export interface Opened {
  readonly endpoint: string
  /** Its throw-away folder, in the command line of each of its processes. */
  readonly folder: string
}

const variable = 'STAND_IN_OPTIONS'
const nothing: StandInOptions = { show: false, isPackaged: false, tap: false }

export const options: StandInOptions = { ...nothing, ...(JSON.parse(process.env[variable] ?? '{}') as Partial<StandInOptions>) } // Written by the launcher.
delete process.env[variable]

const answers = new Map<string, (value: unknown) => unknown>()

/** Says how a question of the test is answered. */
export function answer(ask: string, how: (value: unknown) => unknown): void {
  answers.set(ask, how)
}

export function tell(message: Answer | Opened): void {
  if (process.connected) process.send?.(message)
}

/** Listens to the test, and ends with it. The line alone does not keep the app alive. */
export function listen(onLost: () => void): void {
  if (process.send === undefined) return
  process.on('message', async ({ id, ask, value }: Question) => tell({ id, value: await answers.get(ask)?.(value) }))
  process.on('disconnect', onLost)
  process.channel?.unref()
}
