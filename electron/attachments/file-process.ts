// The process that reads one file that a stranger may have made, answers with its text, and is ended.

import { extractFileText } from './extract-text.ts'

// SECURITY: nothing in here has a reason to ask the network; what reads files loses the easy ways. The hard ones (node:net) stay.
for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name)

process.parentPort.on('message', ({ data }: { readonly data: Uint8Array }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- processes have no origin; windows have
  void extractFileText(data).then((reply) => process.parentPort.postMessage(reply))
})
