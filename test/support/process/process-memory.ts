// Searches the memory of a running process, as Linux shows it to root (or to its owner, where the process allows that).
// Hides which parts of it exist: of the terabytes that a browser reserves, only the pages that are really there are read.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { findForms, type CanaryForm } from './canary-forms.ts'

export interface MemorySearch {
  /** How much was read. Far less than a running program needs means that the search was none. */
  readonly bytes: number
  /** The forms found, each once. */
  readonly hits: readonly string[]
}

const chunkBytes = 8 * 1024 * 1024
/** Read again with the next chunk, so that nothing hides across two. */
const overlapBytes = 1024

/** Null where this system does not let us look. */
export function searchMemory(pid: number, forms: readonly CanaryForm[]): MemorySearch | null {
  const memory = openMemory(pid)
  if (memory === null) return null
  const chunk = Buffer.alloc(chunkBytes)
  const hits = new Set<string>()
  let bytes = 0
  try {
    for (const { from, to } of listPresentRegions(pid)) {
      for (let offset = from; offset < to; offset += chunkBytes - overlapBytes) {
        const size = readMemory(memory, chunk, offset, Math.min(chunkBytes, to - offset))
        bytes += size
        for (const form of findForms(chunk.subarray(0, size), forms)) hits.add(form)
      }
    }
  } finally {
    closeSync(memory)
  }
  return { bytes, hits: [...hits] }
}

function openMemory(pid: number): number | null {
  try {
    return openSync(`/proc/${pid}/mem`, 'r')
  } catch {
    return null
  }
}

/** A region may have gone since it was listed: then nothing of it is read. */
function readMemory(memory: number, into: Buffer, offset: number, size: number): number {
  try {
    return readSync(memory, into, 0, size, offset)
  } catch {
    return 0
  }
}

/** The readable regions of which anything is in memory or swapped out. */
function listPresentRegions(pid: number): readonly { readonly from: number; readonly to: number }[] {
  const regionTexts = readFileSync(`/proc/${pid}/smaps`, 'utf8').split(/\n(?=[\da-f]+-[\da-f]+ )/)
  return regionTexts.flatMap((region) => {
    const [, from = '', to = ''] = /^([\da-f]+)-([\da-f]+) r/.exec(region) ?? []
    const isPresent = /^(?:Rss|Swap): +[1-9]/m.test(region)
    return from === '' || !isPresent ? [] : [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }]
  })
}
