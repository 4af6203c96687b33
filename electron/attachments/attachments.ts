// Turns a file into text, in a process of its own that is given one file and ended with it. Hides the process and its limits: whatever a
// file does to what reads it, it costs that process and one sentence.

import type { Log } from '../logging/log.ts'
import { failed, type Reply } from '../../shared/errors.ts'

/** The part of Electron's utility process that is used. */
interface FileProcess {
  readonly postMessage: (message: unknown) => void
  readonly kill: () => boolean
  on(event: 'message', listener: (reply: Reply<string>) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

interface ForkOptions {
  readonly env: Record<string, string>
  readonly execArgv: string[]
  readonly stdio: 'ignore'
  readonly serviceName: string
}

export interface AttachmentParts {
  /** The path of file-process as it stands in this build. */
  readonly program: string
  readonly fork: (program: string, parameters: string[], options: ForkOptions) => FileProcess
  readonly log: Pick<Log, 'warn'>
}

export interface AttachmentLimits {
  readonly ms: number
  readonly heapMegabytes: number
}

const usual: AttachmentLimits = { ms: 20_000, heapMegabytes: 512 }

export interface Attachments {
  /**
   * The text of a PDF, a Word document or a workbook. Fails with `file-too-large` also when it takes too long or too much memory, with
   * `file-too-many-pages`, `file-locked`, `file-broken`, `file-has-no-text` or `file-kind-unknown`.
   */
  readonly read: (bytes: Uint8Array) => Promise<Reply<string>>
}

export function createAttachments({ program, fork, log }: AttachmentParts, limits = usual): Attachments {
  let last: Promise<unknown> = Promise.resolve()

  function readNow(bytes: Uint8Array): Promise<Reply<string>> {
    return new Promise((resolve) => {
      const child = fork(program, [], {
        // SECURITY: the environment may hold a key, and what reads a stranger's file needs none of it.
        env: {},
        execArgv: [`--max-old-space-size=${limits.heapMegabytes}`],
        stdio: 'ignore',
        serviceName: 'Files to text',
      })
      let hasEnded = false
      const end = (reply: Reply<string>): void => {
        hasEnded = true
        clearTimeout(timer)
        child.kill()
        resolve(reply)
      }
      const timer = setTimeout(() => {
        log.warn('A file took too long to read')
        end(failed('file-too-large'))
      }, limits.ms)
      child.on('message', end)
      // Without a reply it most likely ran out of memory: nothing but its end tells of that. What it was stands in the log.
      child.on('exit', (code) => {
        if (!hasEnded) log.warn('A file was not read to its end', { code })
        end(failed('file-too-large'))
      })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- processes have no origin; windows have
      child.postMessage(bytes)
    })
  }

  return {
    read(bytes) {
      // One at a time: a window could ask for a hundred.
      const read = last.then(() => readNow(bytes))
      // One that could not even be begun must not keep the next from its turn.
      last = read.catch(() => {})
      return read
    },
  }
}
