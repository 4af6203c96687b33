// The key window's bridge: one call, which carries the key to main and brings back whether it was kept. Nothing comes the other way.

import { contextBridge, ipcRenderer } from 'electron'
import { channels, keyCalls } from '../shared/contract.ts'

contextBridge.exposeInMainWorld('parley', {
  calls: Object.fromEntries(
    Object.keys(keyCalls).map((name) => [name, (input: unknown) => ipcRenderer.invoke(channels.keyCalls, name, input)]),
  ),
})
