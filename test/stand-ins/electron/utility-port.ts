// Given to a utility process by `--import`: its line to the main process, and what Electron says there of the kind of process it is.

import { EventEmitter } from 'node:events'

const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => void process.send?.(message) })
// Node keeps what came before until somebody listens.
parentPort.once('newListener', () => process.on('message', (data) => parentPort.emit('message', { data, ports: [] })))

Object.defineProperty(process, 'parentPort', { value: parentPort })
Object.defineProperty(process, 'type', { value: 'utility' })
Object.defineProperty(process.versions, 'electron', { value: '45.0.0' })
