// Puts a preload into a page: its own world, the page's end of the bridge, and the browser's binding to main.

import { randomUUID } from 'node:crypto'
import { bridgeEnd } from './bridge-world.ts'
import type { Target } from './browser.ts'
import { createCodec } from './clone.ts'
import { pageWorld, preloadWorld, type PreloadSetup } from './page-world.ts'

export interface PreloadScripts extends PreloadSetup {
  /** The name of the isolated world. */
  readonly world: string
  readonly install: (target: Target) => readonly Promise<unknown>[]
}

/** Made once a window: its names are known to no page. */
export function createPreloadScripts(source: string): PreloadScripts {
  const name = randomUUID()
  const setup: PreloadSetup = { handshakeEvent: `greeting-${name}`, binding: `main-${name}`, deliveryName: `deliver-${name}` }
  const world = `preload-${name}`
  const program = `function (require, module, exports) {${source}\n}`
  // In the order given: the page's end listens before the preload's world speaks, and both run before the page's first script.
  const page = `(${pageWorld.toString()})(${JSON.stringify(setup.handshakeEvent)}, ${bridgeEnd.toString()})`
  const preload = `(${preloadWorld.toString()})(${JSON.stringify(setup)}, ${bridgeEnd.toString()}, ${createCodec.toString()}, ${program})`
  return {
    ...setup,
    world,
    install: ({ send }) => [
      send('Runtime.addBinding', { name: setup.binding, executionContextName: world }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: page }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: preload, worldName: world }),
    ],
  }
}
