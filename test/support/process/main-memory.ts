// What the main process holds once everything unused was thrown away. Runs inside it: on Electron as text, so it uses nothing of this file.

export interface MainMemory {
  readonly bytes: number
  /** Timers, sockets and the like, by their kind. */
  readonly activeResources: readonly string[]
}

export function measureMainMemory(): MainMemory {
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc')
  const collect: () => void = process.getBuiltinModule('node:vm').runInNewContext('gc')
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return { bytes: heapUsed + external, activeResources: process.getActiveResourcesInfo().toSorted() }
}
