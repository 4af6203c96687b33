// Builds the app at every change of its sources, with the same configuration as in life: no line of the app knows of it.
// Hides that each environment is watched by itself and that one change may build several.

import { createBuilder } from 'vite'

/** `pages` when nothing but the windows' pages was built anew; `app` when main or a preload was, and at first. */
export type BuildChange = 'pages' | 'app'

export interface BuildWatcher {
  readonly stop: () => Promise<void>
}

const environments = ['client', 'main', 'preload', 'keyPreload'] as const

/** Tells of the first build too. What cannot be built is told by Vite on the error stream, and then nothing has changed. */
export async function watchBuild(root: string, onBuilt: (changed: BuildChange) => void): Promise<BuildWatcher> {
  const watch = { build: { watch: {} } }
  const builder = await createBuilder({
    root,
    logLevel: 'warn',
    environments: { client: watch, main: watch, preload: watch, keyPreload: watch },
  })
  const building = new Set<string>(environments)
  const built = new Set<string>()
  const watchers = await Promise.all(
    environments.map(async (name) => {
      const environment = builder.environments[name]
      if (environment === undefined) throw new Error(`vite.config.ts has no environment named ${name}`)
      const watcher = await builder.build(environment)
      if (!('on' in watcher)) throw new Error(`${name} was built and is not watched`)
      watcher.on('event', ({ code }) => {
        if (code === 'START') building.add(name)
        else if (code === 'BUNDLE_END') built.add(name)
        else if (code === 'END') building.delete(name)
        // A part that builds no more while another still does is told together with it.
        if (code !== 'END' || building.size > 0 || built.size === 0) return
        const changed = [...built].every((part) => part === 'client') ? 'pages' : 'app'
        built.clear()
        onBuilt(changed)
      })
      return watcher
    }),
  )
  return {
    async stop() {
      await Promise.all(watchers.map((watcher) => watcher.close()))
    },
  }
}
