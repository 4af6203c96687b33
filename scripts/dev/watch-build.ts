// Builds the app at every change of its sources, with the production configuration; the app has no code for this. Hides that each
// environment has its own watcher and that one change may build several.

import { createBuilder } from 'vite'

/** `pages` when only pages were rebuilt; `app` when main or a preload was, and for the first build. */
export type BuildChange = 'pages' | 'app'

export interface BuildWatcher {
  readonly stop: () => Promise<void>
}

const environments = ['client', 'main', 'preload', 'keyPreload'] as const

/** Calls `onBuilt` for the first build too. Vite prints build errors to stderr; `onBuilt` is not called for them. */
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
      if (!('on' in watcher)) throw new Error(`${name} was built but is not watched`)
      watcher.on('event', ({ code }) => {
        if (code === 'START') building.add(name)
        else if (code === 'BUNDLE_END') built.add(name)
        else if (code === 'END') building.delete(name)
        // Reports all parts together once the last one has finished.
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
