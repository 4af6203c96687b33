// The key window's bridge: the calls of its own contract. SECURITY: it has no events, and no call returns a key.

import { contextBridge, ipcRenderer } from 'electron'
import { channels, keyCalls } from '../shared/contract.ts'

contextBridge.exposeInMainWorld('parley', {
  calls: Object.fromEntries(
    Object.keys(keyCalls).map((name) => [name, (input: unknown) => ipcRenderer.invoke(channels.keyCalls, name, input)]),
  ),
})
