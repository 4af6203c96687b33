// Import first: from then on `electron` is the recorder in this process.

import { registerHooks } from 'node:module'

const recorder = new URL('electron-recorder.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: recorder, shortCircuit: true } : next(specifier, context)),
})
