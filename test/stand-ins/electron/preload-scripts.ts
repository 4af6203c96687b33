// Installs a preload in a page: its isolated world, the page's end of the bridge, and the browser's binding to main.

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

/** Creates the scripts of one window. Its random names are unknown to the page. */
export function createPreloadScripts(source: string): PreloadScripts {
  const name = randomUUID()
  const setup: PreloadSetup = { handshakeEvent: `handshake-${name}`, binding: `main-${name}`, deliveryName: `deliver-${name}` }
  const world = `preload-${name}`
  const program = `function (require, module, exports) {${source}\n}`
  // Runs in this order: the page's end listens before the preload's world speaks, both before the page's first script.
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
