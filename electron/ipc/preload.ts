// The chat window's bridge: one function for each call and one subscription for each event of the contract, and nothing else.

import { contextBridge, ipcRenderer } from 'electron'
import { calls, channels, events } from '../../shared/contract.ts'

type Listener = (payload: unknown) => void
const listeners = new Map<string, Set<Listener>>()

ipcRenderer.on(channels.chatEvents, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload)
})

function subscribe(name: string, listener: Listener): () => void {
  const eventListeners = listeners.get(name) ?? new Set()
  listeners.set(name, eventListeners.add(listener))
  return () => void eventListeners.delete(listener)
}

contextBridge.exposeInMainWorld('parley', {
  calls: Object.fromEntries(
    Object.keys(calls).map((name) => [name, (input: unknown) => ipcRenderer.invoke(channels.chatCalls, name, input)]),
  ),
  events: Object.fromEntries(Object.keys(events).map((name) => [name, (listener: Listener) => subscribe(name, listener)])),
})
