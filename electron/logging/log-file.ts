// The log's file: rotating, and readable by its owner only. Hides electron-log.

import { chmodSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import electronLog from 'electron-log/node'

export type LogLevel = 'info' | 'warn' | 'error'
export type WriteLine = (level: LogLevel, line: string) => void

const fileName = 'parley.log'
const oldFileName = 'parley.old.log'

/** Opens parley.log in `folder` and creates both if needed. Throws the file system's error. */
export function openLogFile(folder: string): WriteLine {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const logger = electronLog.create({ logId: folder })
  const { console: toConsole, file: toFile, ipc, remote } = logger.transports
  for (const unused of [toConsole, ipc, remote]) if (unused) unused.level = false
  toFile.resolvePathFn = () => join(folder, fileName)
  toFile.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  toFile.transforms = [({ data }) => data.join(' ')]
  // An existing file may have other permissions, from a copy or a restore.
  chmodSync(toFile.getFile().path, 0o600)
  return (level, line) => logger[level](line)
}

/** All lines of both files, oldest first. A file that cannot be read has none. */
export async function readLogLines(folder: string): Promise<readonly string[]> {
  const texts = await Promise.all([oldFileName, fileName].map((name) => readFile(join(folder, name), 'utf8').catch(() => '')))
  return texts.flatMap((text) => text.split(/\r?\n/)).filter((line) => line !== '')
}
