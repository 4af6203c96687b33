// `npm run dev`: Parley from the sources, built anew at every change. Pages are reloaded; a change in main or a preload starts the app
// again on the same profile. It has the stand-in for Hugging Face and keys in memory, or with `--live` what it has in life.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startHub } from '../test/stand-ins/hub/hub.ts'
import { mainOf, startApp } from '../test/support/launch.ts'
import { root } from './build.ts'
import { keepRunning } from './dev/running.ts'
import { watchBuild, type Changed } from './dev/watch.ts'
import { bringElectron } from './electron.ts'
import { environmentWithProxy } from './proxy.ts'
import { hasScreen } from './screen.ts'

const { values: options } = parseArgs({ options: { live: { type: 'boolean' } } })

if (hasScreen()) await dev(options.live === true)
else {
  console.error('There is no display here to open Parley on. To see it work without one, run: npm run demo')
  process.exitCode = 1
}

async function dev(isLive: boolean): Promise<void> {
  await bringElectron()
  await using hub = isLive ? null : await startHub()
  // It stays, so that what was set up by hand is there the next time.
  const data = join(root, '.parley-dev', isLive ? 'live' : 'stand-in')
  const seams = { PARLEY_DATA: data, ...(hub === null ? {} : { PARLEY_HUB: hub.origin, PARLEY_KEYCHAIN: 'memory' }) }
  const environment = { ...environmentWithProxy(), ...seams }
  const ended = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.resolve())

  const running = keepRunning(
    () => startApp({ entry: root, main: mainOf(root), arguments: [], environment, browser: 'shown', isPackaged: false, tap: false }),
    ended.resolve,
  )
  const apply = async (changed: Changed): Promise<void> => {
    await (changed === 'pages' ? running.reload() : running.restart())
    console.log(changed === 'pages' ? 'Reloaded the pages.' : 'Started the app.')
  }
  let last: Promise<void> = Promise.resolve()
  if (hub !== null) console.log(`A local stand-in answers in the place of Hugging Face. A key for it: ${hub.keys.fineGrained}`)
  const watching = await watchBuild(root, (changed) => {
    last = last.then(() => apply(changed)).catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
  })
  await ended.promise
  await watching.stop()
  await last
  await running.close()
}
