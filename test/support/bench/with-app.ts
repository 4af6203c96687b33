// An app for as long as something is done with it, whether that works or not: a bench that fails must not leave one behind, for it
// would weigh on the next.

import type { LaunchedApp } from '../launch.ts'

export async function withApp<Value>(start: () => Promise<LaunchedApp>, work: (app: LaunchedApp) => Promise<Value>): Promise<Value> {
  const app = await start()
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}
