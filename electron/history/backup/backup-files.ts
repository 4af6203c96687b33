// What the name of a backup says, and which backups are worth their room. Pure.

/** A file in the folder of backups, as its name tells it. */
export interface BackupFile {
  /** The name without its ending. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** The version of its form; null where the name does not tell it. */
  readonly version: number | null
  /** `replaced`: the history that stood in the place of which a backup was put. */
  readonly kind: 'regular' | 'replaced'
}

const extension = '.sqlite'
const backupNamePattern = /^history-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z(?:-v(\d{1,6})(-replaced)?|(-replaced))\.sqlite$/

export function backupFileName(createdAt: number, version: number): string {
  return `history-${formatTimestamp(createdAt)}-v${version}${extension}`
}

export function replacedFileName(timestamp: number): string {
  return `history-${formatTimestamp(timestamp)}-replaced${extension}`
}

/** Of a damaged history, which is no backup. */
export function damagedFileName(timestamp: number): string {
  return `history-${formatTimestamp(timestamp)}${extension}`
}

/** A kept backup under the name with which it is not counted among the three. */
export function protectedFileName({ id }: BackupFile): string {
  return `${id}-replaced${extension}`
}

export function getFileName({ id }: Pick<BackupFile, 'id'>): string {
  return id + extension
}

/** Null for a file that is no backup. */
export function parseBackupFileName(name: string): BackupFile | null {
  const [, day, hours, minutes, seconds, milliseconds, version, protectedSuffix, replacedSuffix] = backupNamePattern.exec(name) ?? []
  if (day === undefined) return null
  const createdAt = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`)
  if (Number.isNaN(createdAt)) return null
  return {
    id: name.slice(0, -extension.length),
    createdAt,
    version: version === undefined ? null : Number(version),
    kind: protectedSuffix === undefined && replacedSuffix === undefined ? 'regular' : 'replaced',
  }
}

/** Colons are not allowed in names of files everywhere. */
function formatTimestamp(timestamp: number): string {
  return new Date(timestamp).toISOString().replaceAll(/[:.]/g, '-')
}

export const dayMs = 24 * 60 * 60 * 1000
const maxRegularBackups = 3
const maxReplacedBackups = 2
/** By then a fault of a new version has been noticed, and what was deleted meanwhile should not lie about for ever. */
const earlierVersionMaxAgeMs = 30 * dayMs

/**
 * The backups that have to make room. The newest three are kept, of which one is from before the last change of version, as long as
 * that is younger than thirty days: what an update did to a history may be noticed after three days, when all of the last three
 * days' backups have it as well. Of what a restore replaced, the newest two are kept beside them.
 */
export function findBackupsToDelete(backups: readonly BackupFile[], latestVersion: number, now: number): readonly BackupFile[] {
  const newestFirst = backups.toSorted((a, b) => b.createdAt - a.createdAt)
  const regular = newestFirst.filter(({ kind }) => kind === 'regular')
  const fromEarlierVersion = regular.filter(
    ({ version, createdAt }) => version !== null && version < latestVersion && now - createdAt < earlierVersionMaxAgeMs,
  )
  const latestEarlier = fromEarlierVersion.slice(0, 1)
  const others = regular.filter((backup) => !latestEarlier.includes(backup)).slice(0, maxRegularBackups - latestEarlier.length)
  const replaced = newestFirst.filter(({ kind }) => kind === 'replaced').slice(0, maxReplacedBackups)
  const retained = new Set([...latestEarlier, ...others, ...replaced])
  return backups.filter((backup) => !retained.has(backup))
}
