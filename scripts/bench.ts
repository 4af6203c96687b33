// `npm run bench -- start stream memory`: runs the named benches of test/bench, all without a name, and prints Parley's figures next to
// the baseline's. `--json` prints one line per bench. A missed threshold is reported but is no error, because speed depends on the
// machine. The exit status is 1 only when something could not be measured.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from '../test/support/bench/bench.ts'
import { electronBinary } from '../test/support/launch.ts'
import { formatHeader, formatJson, formatTable, type BenchRun } from './bench/print.ts'
import { build, root } from './build.ts'

const folder = join(root, 'test/bench')
const benchNames = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''))

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true })
const unknownNames = positionals.filter((name) => !benchNames.includes(name))
if (unknownNames.length > 0) {
  console.error(`There is no bench named ${unknownNames.join(', ')}. Benches: ${benchNames.join(', ')}.`)
  process.exitCode = 1
} else {
  await build()
  const host = electronBinary() === null ? 'the stand-in for Electron' : 'Electron'
  if (!values.json) console.log(formatHeader(host))
  for (const name of positionals.length > 0 ? positionals : benchNames) {
    const run = await runBench(name, host)
    if (run !== null) console.log(values.json ? formatJson(run) : formatTable(run))
  }
}

/** Returns null and prints the reason when it could not be measured. */
async function runBench(name: string, host: string): Promise<BenchRun | null> {
  const log = (line: string): void => console.error(`${name}: ${line}`)
  try {
    const { bench }: { readonly bench: Bench } = await import(join(folder, `${name}.ts`))
    return { name, host, rows: await bench(log), date: new Date().toISOString().slice(0, 10) }
  } catch (error) {
    log(`could not be measured. ${error instanceof Error ? error.stack : String(error)}`)
    process.exitCode = 1
    return null
  }
}
