// Turns a file into text, in a process of its own that is given one file and ended with it. Hides the process and its limits: whatever a
// file does to what reads it, it costs that process and one sentence.

import type { Log } from '../logging/log.ts'
import { failed, type Reply } from '../../shared/failures.ts'

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

export interface AttachmentOptions {
  /** The path of file-process as it stands in this build. */
  readonly modulePath: string
  readonly fork: (modulePath: string, args: string[], options: ForkOptions) => FileProcess
  readonly log: Pick<Log, 'warn'>
}

export interface AttachmentLimits {
  readonly timeoutMs: number
  readonly maxHeapMegabytes: number
}

const defaultLimits: AttachmentLimits = { timeoutMs: 20_000, maxHeapMegabytes: 512 }

export interface Attachments {
  /**
   * The text of a PDF, a Word document or a workbook. Fails with `file-too-large` also when it takes too long or too much memory, with
   * `file-too-many-pages`, `file-locked`, `file-broken`, `file-has-no-text` or `file-kind-unknown`.
   */
  readonly readText: (bytes: Uint8Array) => Promise<Reply<string>>
}

export function createAttachments({ modulePath, fork, log }: AttachmentOptions, limits = defaultLimits): Attachments {
  let lastRead: Promise<unknown> = Promise.resolve()

  function readInProcess(bytes: Uint8Array): Promise<Reply<string>> {
    return new Promise((resolve) => {
      const child = fork(modulePath, [], {
        // SECURITY: the environment may hold a key, and what reads a stranger's file needs none of it.
        env: {},
        execArgv: [`--max-old-space-size=${limits.maxHeapMegabytes}`],
        stdio: 'ignore',
        serviceName: 'Files to text',
      })
      let isFinished = false
      const finish = (reply: Reply<string>): void => {
        isFinished = true
        clearTimeout(timer)
        child.kill()
        resolve(reply)
      }
      const timer = setTimeout(() => {
        log.warn('A file took too long to read')
        finish(failed('file-too-large'))
      }, limits.timeoutMs)
      child.on('message', finish)
      // Without a reply it most likely ran out of memory: nothing but its end tells of that. What it was stands in the log.
      child.on('exit', (code) => {
        if (!isFinished) log.warn('A file was not read to its end', { code })
        finish(failed('file-too-large'))
      })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- processes have no origin; windows have
      child.postMessage(bytes)
    })
  }

  return {
    readText(bytes) {
      // One at a time: a window could ask for a hundred.
      const pending = lastRead.then(() => readInProcess(bytes))
      // One that could not even be begun must not keep the next from its turn.
      lastRead = pending.catch(() => {})
      return pending
    },
  }
}
