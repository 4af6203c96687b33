// `npm run bench -- start stream memory`: runs benches of test/bench, each the file of its name, and prints Parley's figures beside the
// floor's; without a name, all of them. `--json` prints one line a bench. A bar that is not reached is said and is no error: speed
// depends on the machine. The exit status is 1 only when something could not be measured.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from '../test/support/bench/bench.ts'
import { electronBinary } from '../test/support/launch.ts'
import { headOf, jsonOf, tableOf, type BenchRun } from './bench/print.ts'
import { build, root } from './build.ts'

const folder = join(root, 'test/bench')
const known = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''))

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true })
const unknown = positionals.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench named ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exitCode = 1
} else {
  await build()
  const host = electronBinary() === null ? 'the stand-in for Electron' : 'Electron'
  if (!values.json) console.log(headOf(host))
  for (const name of positionals.length > 0 ? positionals : known) {
    const run = await runOf(name, host)
    if (run !== null) console.log(values.json ? jsonOf(run) : tableOf(run))
  }
}

/** Null, and said, when it could not be measured. */
async function runOf(name: string, host: string): Promise<BenchRun | null> {
  const say = (line: string): void => console.error(`${name}: ${line}`)
  try {
    const { bench }: { readonly bench: Bench } = await import(join(folder, `${name}.ts`))
    return { name, host, rows: await bench(say), date: new Date().toISOString().slice(0, 10) }
  } catch (error) {
    say(`could not be measured. ${error instanceof Error ? error.stack : String(error)}`)
    process.exitCode = 1
    return null
  }
}
