// The processes of a started app, as Linux tells them in /proc.

import { readdirSync, readFileSync } from 'node:fs'
import { formsIn, type CanaryForm } from './canary.ts'

export type ProcessKind = 'main' | 'browser' | 'renderer' | 'gpu' | 'utility' | 'other'

export interface AppProcess {
  readonly pid: number
  readonly kind: ProcessKind
}

/**
 * The process `root` with all it has started, and every process that names `folder` in its command line (some of a browser's
 * processes are nobody's children). Empty when none is left, and on systems that do not tell.
 */
export function processesOf(root: number, folder: string | null): readonly AppProcess[] {
  if (process.platform !== 'linux') return []
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  const known = new Map(all.map((pid) => [pid, { parent: parentOf(pid), command: commandOf(pid) }]))
  const isOurs = (pid: number): boolean => {
    const one = known.get(pid)
    if (one === undefined || one.parent === null) return false
    return pid === root || isOurs(one.parent) || (folder !== null && one.command.includes(folder))
  }
  return all.filter(isOurs).map((pid) => ({ pid, kind: pid === root ? 'main' : kindOf(known.get(pid)?.command ?? '') }))
}

export interface StartSearch {
  /** A process and the form found there, each. */
  readonly hits: readonly { readonly process: AppProcess; readonly form: string }[]
  /** How many processes could be looked at. */
  readonly seen: number
  /** Those that this system does not show, or that have ended meanwhile. */
  readonly unseen: readonly AppProcess[]
}

/** Searches what each process was started with: its arguments and its environment. */
export function searchStarts(processes: readonly AppProcess[], forms: readonly CanaryForm[]): StartSearch {
  const looked = processes.map((process) => ({ process, start: startOf(process.pid) }))
  return {
    hits: looked.flatMap(({ process, start }) => (start === null ? [] : formsIn(start, forms).map((form) => ({ process, form })))),
    seen: looked.filter(({ start }) => start !== null).length,
    unseen: looked.flatMap(({ process, start }) => (start === null ? [process] : [])),
  }
}

function startOf(pid: number): Buffer | null {
  try {
    return Buffer.concat(['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`)))
  } catch {
    return null
  }
}

/** Null for a process that has ended, though its parent may not have noticed. */
function parentOf(pid: number): number | null {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return state === 'Z' || state === 'X' ? null : Number(parent)
  } catch {
    return null
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

function kindOf(command: string): ProcessKind {
  const type = / --type=([\w-]+)/.exec(command)?.[1]
  if (type === 'renderer') return command.includes('--top-chrome-webui') ? 'other' : 'renderer'
  if (type === 'gpu-process') return 'gpu'
  if (type === 'utility') return 'utility'
  return type === undefined && command.includes('--user-data-dir=') && !command.startsWith('/bin/sh') ? 'browser' : 'other'
}
