// Electron's fuses: the bits in its binary that switch dangerous abilities off for good. Hides how they are named, numbered and read.

import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import type { Configuration } from 'electron-builder'

type FuseSettings = NonNullable<Configuration['electronFuses']>

/** Every fuse that the installed tool knows, as electron-builder.yml spells it, by its place on the wire. */
export const fuseNames: readonly string[] = Object.keys(FuseV1Options)
  .filter((name) => Number.isNaN(Number(name)))
  .map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`)

// The states of a fuse on the wire; the tool does not export their names.
const off = 0x30
const on = 0x31

/** Fuses of a packaged program that differ from what was decided. Takes the program's file, on macOS its .app folder. */
export async function findWrongFuses(program: string, settings: FuseSettings): Promise<readonly string[]> {
  // The tool's type for the states is an enum without a name of its own to compare with.
  const states = Object.values(await getCurrentFuseWire(program)).map(Number)
  const wanted: Readonly<Record<string, unknown>> = { ...settings }
  return fuseNames
    .filter((name, index) => states[index] !== (wanted[name] === true ? on : off))
    .map((name) => `${name} is not ${wanted[name] === true ? 'on' : 'off'}`)
}
