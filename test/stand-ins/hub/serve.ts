// Runs the stand-in on its own: `node test/stand-ins/hub/serve.ts [--speed N] [--served ID,ID]`. Prints its origin and keys, and
// serves until it is interrupted.

import { parseArgs } from 'node:util'
import { startHub } from './hub.ts'

const { values } = parseArgs({ options: { speed: { type: 'string' }, served: { type: 'string' } } })
const hub = await startHub({
  ...(values.speed === undefined ? {} : { speed: Number(values.speed) }),
  ...(values.served === undefined ? {} : { served: values.served.split(',') }),
})
console.log(hub.origin)
for (const [name, key] of Object.entries(hub.keys)) console.log(`${name.padEnd(25)} ${key}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void hub.close())
