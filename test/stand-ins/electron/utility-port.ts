// Loaded by `--import` in a utility process: sets `process.parentPort`, `process.type` and Electron's version.

import { EventEmitter } from 'node:events'

const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => void process.send?.(message) })
// Node queues messages until the first listener is added.
parentPort.once('newListener', () => process.on('message', (data) => parentPort.emit('message', { data, ports: [] })))

Object.defineProperty(process, 'parentPort', { value: parentPort })
Object.defineProperty(process, 'type', { value: 'utility' })
Object.defineProperty(process.versions, 'electron', { value: '45.0.0' })
