// Extracts the text of a file in a separate process for each file. Hides the process and its limits: a harmful file can end only that
// process, and becomes a failure.

import type { Log } from '../logging/log.ts'
import { failed, type Reply } from '../../shared/failures.ts'

/** The part of Electron's UtilityProcess that is used. */
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
  /** The path of the process's program in this build. */
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
   * Extracts the text of a PDF, a Word document or a workbook. Fails with `file-too-large` (also if it takes too long or too much memory),
   * `file-too-many-pages`, `file-locked`, `file-broken`, `file-has-no-text` or `file-kind-unknown`.
   */
  readonly readText: (bytes: Uint8Array) => Promise<Reply<string>>
}

export function createAttachments({ modulePath, fork, log }: AttachmentOptions, limits = defaultLimits): Attachments {
  let lastRead: Promise<unknown> = Promise.resolve()

  function readInProcess(bytes: Uint8Array): Promise<Reply<string>> {
    return new Promise((resolve) => {
      const child = fork(modulePath, [], {
        // SECURITY: the environment may hold a key, and reading an untrusted file needs no variable.
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
      // A process that exits without a reply most likely ran out of memory, which only its exit shows. The log has the exit code.
      child.on('exit', (code) => {
        if (!isFinished) log.warn('The process that reads a file exited early', { code })
        finish(failed('file-too-large'))
      })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- processes have no origin; windows have
      child.postMessage(bytes)
    })
  }

  return {
    readText(bytes) {
      // One file at a time, because the window may send a hundred at once.
      const pending = lastRead.then(() => readInProcess(bytes))
      // The next file is read even if the process for this one could not be started.
      lastRead = pending.catch(() => {})
      return pending
    },
  }
}
