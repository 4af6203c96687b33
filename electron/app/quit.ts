// Ends the app in time, whatever hangs or fails.

interface QuitOptions {
  /** Rejects where the app could not start. */
  readonly parts: Promise<{ readonly archive: { readonly close: () => Promise<void> }; readonly keys: { readonly isBusy: () => boolean } }>
  readonly flushLog: () => Promise<void>
  readonly logUnexpected: (error: unknown) => void
  /** Removes what is still being written, at the very end. */
  readonly removePendingFiles: () => void
  /** Ends the process normally. */
  readonly exit: () => void
  /** Ends the process at once. */
  readonly kill: () => void
}

/** How long saving may take. */
const quitTimeoutMs = 2_500

/** Saves what runs, closes the history and the log, and ends the process. */
export async function quit(options: QuitOptions, timeoutMs = quitTimeoutMs): Promise<void> {
  const { parts, flushLog, logUnexpected, removePendingFiles, exit, kill } = options
  const timeout = new Promise<'timeout'>((resolve) => setTimeout(() => resolve('timeout'), timeoutMs))
  const closing = parts.then(({ archive }) => archive.close()).catch(logUnexpected)
  // After the timeout nothing acknowledged is lost: it is in the history's journal, which the next start reads.
  const closed = await Promise.race([closing.then(flushLog), timeout])
  const keys = await Promise.race([parts.then((created) => created.keys).catch(() => null), timeout])
  removePendingFiles()
  // A pending keychain call holds a thread for good, and a normal exit would wait for it.
  if (closed === 'timeout' || keys === 'timeout' || keys?.isBusy() === true) kill()
  exit()
}
