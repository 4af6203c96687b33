// `npm run dev`: Parley from the sources, built anew at every change. Pages are reloaded; a change in main or a preload starts the app
// again on the same profile. It has the stand-in for Hugging Face and keys in memory, or with `--live` what it has in life.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startHub } from '../test/stand-ins/hub/hub.ts'
import { resolveMainFile, startApp } from '../test/support/launch.ts'
import { root } from './build.ts'
import { createAppRunner } from './dev/app-runner.ts'
import { watchBuild, type BuildChange } from './dev/watch-build.ts'
import { ensureElectron } from './electron.ts'
import { environmentWithProxy } from './proxy.ts'
import { hasDisplay } from './display.ts'

const { values: options } = parseArgs({ options: { live: { type: 'boolean' } } })

if (hasDisplay()) await dev(options.live === true)
else {
  console.error('There is no display here to open Parley on. To see it work without one, run: npm run demo')
  process.exitCode = 1
}

async function dev(isLive: boolean): Promise<void> {
  await ensureElectron()
  await using hub = isLive ? null : await startHub()
  // It stays, so that what was set up by hand is there the next time.
  const data = join(root, '.parley-dev', isLive ? 'live' : 'stand-in')
  const seams = { PARLEY_DATA: data, ...(hub === null ? {} : { PARLEY_HUB: hub.origin, PARLEY_KEYCHAIN: 'memory' }) }
  const environment = { ...environmentWithProxy(), ...seams }
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
  if (hub !== null) console.log(`A local stand-in answers in the place of Hugging Face. A key for it: ${hub.keys.fineGrained}`)
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
