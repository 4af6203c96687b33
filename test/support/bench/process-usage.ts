// Reads memory and CPU time of running processes from Linux's /proc.

import { readFileSync } from 'node:fs'
import { setInterval } from 'node:timers/promises'
import type { AppProcess } from '../process/processes.ts'

const kilobyte = 1024
/** Fixed in Linux's user-space interface (USER_HZ). */
const ticksPerSecond = 100

/**
 * The memory of all processes together in megabytes (10^6 bytes), with shared memory divided among them (PSS). Throws where /proc
 * is missing.
 */
export function readMemoryMb(processes: readonly AppProcess[]): number {
  if (processes.length === 0) throw new Error('This system does not list the processes of the app')
  const kilobytes = processes.map(({ pid }) => Number(/^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]))
  return (kilobytes.reduce((sum, each) => sum + each, 0) * kilobyte) / 1e6
}

/** The CPU time of the process since its start in milliseconds, all threads together, in steps of 10. */
export function readCpuMs(pid: number): number {
  // The process name, in brackets, may contain spaces; the fields follow it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}

/** Reads a value four times a second until it has been within one percent for a second. Rejects after half a minute. */
export async function waitUntilStable(label: string, read: () => number): Promise<number> {
  const figures: number[] = []
  for await (const _ of setInterval(250)) {
    figures.push(read())
    const last = figures.slice(-5)
    if (last.length === 5 && Math.max(...last) <= Math.min(...last) * 1.01) break
    if (figures.length >= 120) throw new Error(`${label} did not become stable within half a minute`)
  }
  return figures.at(-1) ?? Number.NaN
}
