// Runs work with an app and always closes it: an app left behind by a failed bench would slow down the next one.

import type { LaunchedApp } from '../launch.ts'

export async function withApp<Value>(start: () => Promise<LaunchedApp>, work: (app: LaunchedApp) => Promise<Value>): Promise<Value> {
  const app = await start()
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}
