// Runs the app for `npm run dev`: starts, restarts, reloads and closes it.

import type { StartedApp } from '../../test/support/launch.ts'

export interface AppRunner {
  /** Closes a running app, and starts it again. Rejects, with no app running, when it does not open its window. */
  readonly restart: () => Promise<void>
  /** Reloads the pages of all windows; does nothing while no app runs. */
  readonly reload: () => Promise<void>
  readonly close: () => Promise<void>
}

/** @param onClosed called when the app ends without `close` or `restart` */
export function createAppRunner(start: () => Promise<StartedApp>, onClosed: () => void): AppRunner {
  let app: StartedApp | null = null

  async function close(): Promise<void> {
    const previousApp = app
    app = null
    await previousApp?.close()
  }

  return {
    async restart() {
      await close()
      const started = await start()
      app = started
      void started.exited.then(() => {
        if (app === started) onClosed()
      })
      await started.chatWindow()
    },
    async reload() {
      await Promise.all((app?.windows() ?? []).map((page) => page.reload()))
    },
    close,
  }
}
