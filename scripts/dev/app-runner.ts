// The one app that `npm run dev` keeps running: started, started again, reloaded, closed, one after the other.

import type { StartedApp } from '../../test/support/launch.ts'

export interface AppRunner {
  /** Closes the app if it runs, and starts it. Rejects, with nothing running, when it does not open its window. */
  readonly restart: () => Promise<void>
  /** Loads the pages of all its windows anew; does nothing while none runs. */
  readonly reload: () => Promise<void>
  readonly close: () => Promise<void>
}

/** @param onClosed called when somebody else than this has ended the app */
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
