// `npm run dev`: runs Parley from the sources and rebuilds at every change. A change in a page reloads the pages; a change in main or
// a preload restarts the app on the same profile. It uses the stand-in for Hugging Face and keys in memory; with `--live`, the real ones.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startHub } from '../test/stand-ins/hub/hub.ts'
import { resolveMainFile, startApp } from '../test/support/launch.ts'
import { root } from './build.ts'
import { createAppRunner } from './dev/app-runner.ts'
import { watchBuild, type BuildChange } from './dev/watch-build.ts'
import { ensureElectron, hasDisplay } from './electron.ts'
import { environmentWithProxy } from './proxy.ts'

const { values: options } = parseArgs({ options: { live: { type: 'boolean' } } })

if (hasDisplay()) await dev(options.live === true)
else {
  console.error('Parley needs a display. To see it work without one, run: npm run demo')
  process.exitCode = 1
}

async function dev(isLive: boolean): Promise<void> {
  await ensureElectron()
  await using hub = isLive ? null : await startHub()
  // Kept between runs, so that manual setup is not lost.
  const data = join(root, '.parley-dev', isLive ? 'live' : 'stand-in')
  const testVariables = { PARLEY_DATA: data, ...(hub === null ? {} : { PARLEY_HUB: hub.origin, PARLEY_KEYCHAIN: 'memory' }) }
  const environment = { ...environmentWithProxy(), ...testVariables }
  const ended = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.resolve())

  const runner = createAppRunner(
    () =>
      startApp({
        entry: root,
        main: resolveMainFile(root),
        arguments: [],
        environment,
        browser: 'visible',
        isPackaged: false,
        recordIpc: false,
      }),
    ended.resolve,
  )
  const apply = async (changed: BuildChange): Promise<void> => {
    await (changed === 'pages' ? runner.reload() : runner.restart())
    console.log(changed === 'pages' ? 'Reloaded the pages.' : 'Started the app.')
  }
  let pendingChange: Promise<void> = Promise.resolve()
  if (hub !== null) console.log(`A local stand-in answers in place of Hugging Face. A key for it: ${hub.keys.fineGrained}`)
  const watcher = await watchBuild(root, (changed) => {
    pendingChange = pendingChange
      .then(() => apply(changed))
      .catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
  })
  await ended.promise
  await watcher.stop()
  await pendingChange
  await runner.close()
}
