// The process that extracts the text of one untrusted file, replies with it, and is killed.

import { extractFileText } from './extract-text.ts'

// SECURITY: readers of files have no reason to use the network. This removes the easy ways to it; node:net stays.
for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name)

process.parentPort.on('message', ({ data }: { readonly data: Uint8Array }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- processes have no origin; windows have
  void extractFileText(data).then((reply) => process.parentPort.postMessage(reply))
})
