// What Linux tells about running processes: the memory that is theirs, and the processor's time they have used.

import { readFileSync } from 'node:fs'
import { setInterval } from 'node:timers/promises'
import type { AppProcess } from '../process/processes.ts'

const kilobyte = 1024
/** Fixed in Linux's interface to programs, whatever its clock does. */
const ticksPerSecond = 100

/**
 * Memory in megabytes (10^6 bytes) of all these together; what several processes share is counted in parts (PSS). Fails where the
 * system does not tell.
 */
export function readMemoryMb(processes: readonly AppProcess[]): number {
  if (processes.length === 0) throw new Error('This system does not tell which processes belong to the app')
  const kilobytes = processes.map(({ pid }) => Number(/^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]))
  return (kilobytes.reduce((sum, each) => sum + each, 0) * kilobyte) / 1e6
}

/** Milliseconds of the processor's time that the process has used since it began, with all its threads; in steps of 10. */
export function readCpuMs(pid: number): number {
  // The name, in brackets, may hold anything; what counts comes behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}

/** Reads a figure four times a second until it has stayed within one percent for a second. Fails after half a minute. */
export async function waitUntilStable(label: string, read: () => number): Promise<number> {
  const figures: number[] = []
  for await (const _ of setInterval(250)) {
    figures.push(read())
    const last = figures.slice(-5)
    if (last.length === 5 && Math.max(...last) <= Math.min(...last) * 1.01) break
    if (figures.length >= 120) throw new Error(`${label} did not come to rest within half a minute`)
  }
  return figures.at(-1) ?? Number.NaN
}
