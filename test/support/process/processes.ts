// The processes of a started app, as Linux tells them in /proc.

import { readdirSync, readFileSync } from 'node:fs'
import { findForms, type CanaryForm } from './canary-forms.ts'

export type ProcessKind = 'main' | 'browser' | 'renderer' | 'gpu' | 'utility' | 'other'

export interface AppProcess {
  readonly pid: number
  readonly kind: ProcessKind
}

/**
 * The process `root` with all it has started, and every process that names `folder` in its command line (some of a browser's
 * processes are nobody's children). Empty when none is left, and on systems that do not tell.
 */
export function listProcesses(root: number, folder: string | null): readonly AppProcess[] {
  if (process.platform !== 'linux') return []
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  const processInfo = new Map(all.map((pid) => [pid, { parent: readParentPid(pid), command: readCommandLine(pid) }]))
  const isFromParley = (pid: number): boolean => {
    const info = processInfo.get(pid)
    if (info === undefined || info.parent === null) return false
    return pid === root || isFromParley(info.parent) || (folder !== null && info.command.includes(folder))
  }
  return all.filter(isFromParley).map((pid) => ({ pid, kind: pid === root ? 'main' : getProcessKind(processInfo.get(pid)?.command ?? '') }))
}

export interface LaunchDataSearch {
  /** A process and the form found there, each. */
  readonly hits: readonly { readonly process: AppProcess; readonly form: string }[]
  /** How many processes could be looked at. */
  readonly searchedCount: number
  /** Those that this system does not show, or that have ended meanwhile. */
  readonly unreadable: readonly AppProcess[]
}

/** Searches what each process was started with: its arguments and its environment. */
export function searchLaunchData(processes: readonly AppProcess[], forms: readonly CanaryForm[]): LaunchDataSearch {
  const entries = processes.map((process) => ({ process, launchData: readLaunchData(process.pid) }))
  return {
    hits: entries.flatMap(({ process, launchData }) =>
      launchData === null ? [] : findForms(launchData, forms).map((form) => ({ process, form })),
    ),
    searchedCount: entries.filter(({ launchData }) => launchData !== null).length,
    unreadable: entries.flatMap(({ process, launchData }) => (launchData === null ? [process] : [])),
  }
}

function readLaunchData(pid: number): Buffer | null {
  try {
    return Buffer.concat(['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`)))
  } catch {
    return null
  }
}

/** Null for a process that has ended, though its parent may not have noticed. */
function readParentPid(pid: number): number | null {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return state === 'Z' || state === 'X' ? null : Number(parent)
  } catch {
    return null
  }
}

function readCommandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

function getProcessKind(command: string): ProcessKind {
  const type = / --type=([\w-]+)/.exec(command)?.[1]
  if (type === 'renderer') return command.includes('--top-chrome-webui') ? 'other' : 'renderer'
  if (type === 'gpu-process') return 'gpu'
  if (type === 'utility') return 'utility'
  return type === undefined && command.includes('--user-data-dir=') && !command.startsWith('/bin/sh') ? 'browser' : 'other'
}
