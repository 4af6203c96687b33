// Electron's fuses: bits in its binary that turn dangerous features off permanently. Hides how they are named, numbered and read.

import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import type { Configuration } from 'electron-builder'

type FuseSettings = NonNullable<Configuration['electronFuses']>

/** All fuses known to @electron/fuses, spelled as in electron-builder.yml, in their order on the wire. */
export const fuseNames: readonly string[] = Object.keys(FuseV1Options)
  .filter((name) => Number.isNaN(Number(name)))
  .map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`)

// The states of a fuse on the wire; @electron/fuses does not export them.
const off = 0x30
const on = 0x31

/** Fuses of a packaged program that differ from the settings. Takes the program's file, on macOS its .app folder. */
export async function findWrongFuses(program: string, settings: FuseSettings): Promise<readonly string[]> {
  // The type of the states is an enum that is not exported.
  const states = Object.values(await getCurrentFuseWire(program)).map(Number)
  const wanted: Readonly<Record<string, unknown>> = { ...settings }
  return fuseNames
    .filter((name, index) => states[index] !== (wanted[name] === true ? on : off))
    .map((name) => `${name} is not ${wanted[name] === true ? 'on' : 'off'}`)
}
