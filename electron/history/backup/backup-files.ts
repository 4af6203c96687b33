// The names of backup files, and which backups to delete. Pure.

/** A file in the folder of backups, as far as its name describes it. */
export interface BackupFile {
  /** The file name without its extension. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** The version of its schema; null if the name does not contain it. */
  readonly version: number | null
  /** `replaced`: it was the history until a backup or an empty history replaced it. */
  readonly kind: 'regular' | 'replaced'
}

const extension = '.sqlite'
const backupNamePattern = /^history-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z(?:-v(\d{1,6}))?(-replaced)?\.sqlite$/

export function formatBackupFileName(createdAt: number, version: number): string {
  return `history-${formatTimestamp(createdAt)}-v${version}${extension}`
}

export function formatReplacedFileName(timestamp: number): string {
  return `history-${formatTimestamp(timestamp)}-replaced${extension}`
}

/** The name of a damaged history, which is not a backup. */
export function formatDamagedFileName(timestamp: number): string {
  return `history-${formatTimestamp(timestamp)}${extension}`
}

/** The name that excludes a regular backup from the three that are kept, so that newer ones do not push it out. */
export function formatProtectedFileName({ id }: BackupFile): string {
  return `${id}-replaced${extension}`
}

export function getFileName({ id }: Pick<BackupFile, 'id'>): string {
  return id + extension
}

/** Null if the name is not that of a backup. */
export function parseBackupFileName(name: string): BackupFile | null {
  const [, day, hours, minutes, seconds, milliseconds, version, replacedSuffix] = backupNamePattern.exec(name) ?? []
  if (day === undefined || (version === undefined && replacedSuffix === undefined)) return null
  const createdAt = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`)
  if (Number.isNaN(createdAt)) return null
  return {
    id: name.slice(0, -extension.length),
    createdAt,
    version: version === undefined ? null : Number(version),
    kind: replacedSuffix === undefined ? 'regular' : 'replaced',
  }
}

/** Windows allows no colons in file names. */
function formatTimestamp(timestamp: number): string {
  return new Date(timestamp).toISOString().replaceAll(/[:.]/g, '-')
}

export const dayMs = 24 * 60 * 60 * 1000
const maxRegularBackups = 3
const maxReplacedBackups = 2
/** Long enough to notice what an update broke; and text that was deleted meanwhile should not stay in a backup forever. */
const earlierVersionMaxAgeMs = 30 * dayMs

/**
 * Returns the backups to delete. Keeps the newest three regular ones. One of those is from before the last change of version, while it
 * is younger than thirty days: if an update breaks a history and that is noticed days later, the newest three would all be broken.
 * Keeps the newest two replaced ones besides.
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
