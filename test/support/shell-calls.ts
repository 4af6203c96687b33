// What the app asked of the desktop, as the specs look at it.

import type { LaunchedApp } from './launch.ts'

/** The addresses that the app has opened in the person's browser. */
export async function listOpenedUrls(app: LaunchedApp): Promise<readonly string[]> {
  return (await app.shellCalls()).flatMap((call) => (call.kind === 'open-external' ? [call.url] : []))
}
