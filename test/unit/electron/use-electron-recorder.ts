// Imported first by a program of its own process: from then on 'electron' is the recorder there.

import { registerHooks } from 'node:module'

const recorder = new URL('electron-recorder.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: recorder, shortCircuit: true } : next(specifier, context)),
})
