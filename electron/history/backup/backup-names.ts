// What the name of a backup says, and which backups are worth their room. Pure.

/** A file in the folder of backups, as its name tells it. */
export interface NamedBackup {
  /** The name without its ending. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
  /** The version of its form; null where the name does not tell it. */
  readonly version: number | null
  /** `replaced`: the history that stood in the place of which a backup was put. */
  readonly kind: 'kept' | 'replaced'
}

const ending = '.sqlite'
const shape = /^history-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z(?:-v(\d{1,6})(-replaced)?|(-replaced))\.sqlite$/

export function backupName(madeAt: number, version: number): string {
  return `history-${stamp(madeAt)}-v${version}${ending}`
}

export function replacedName(at: number): string {
  return `history-${stamp(at)}-replaced${ending}`
}

/** Of a damaged history, which is no backup. */
export function damagedName(at: number): string {
  return `history-${stamp(at)}${ending}`
}

/** A kept backup under the name with which it is not counted among the three. */
export function setApartName({ id }: NamedBackup): string {
  return `${id}-replaced${ending}`
}

export function fileOf({ id }: Pick<NamedBackup, 'id'>): string {
  return id + ending
}

/** Null for a file that is no backup. */
export function readBackupName(name: string): NamedBackup | null {
  const [, day, hours, minutes, seconds, thousandths, version, setApart, replaced] = shape.exec(name) ?? []
  if (day === undefined) return null
  const madeAt = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${thousandths}Z`)
  if (Number.isNaN(madeAt)) return null
  return {
    id: name.slice(0, -ending.length),
    madeAt,
    version: version === undefined ? null : Number(version),
    kind: setApart === undefined && replaced === undefined ? 'kept' : 'replaced',
  }
}

/** Colons are not allowed in names of files everywhere. */
function stamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[:.]/g, '-')
}

export const dayMs = 24 * 60 * 60 * 1000
const mostKept = 3
const mostReplaced = 2
/** By then a fault of a new version has been noticed, and what was deleted meanwhile should not lie about for ever. */
const earlierVersionMs = 30 * dayMs

/**
 * The backups that have to make room. The newest three are kept, of which one is from before the last change of version, as long as
 * that is younger than thirty days: what an update did to a history may be noticed after three days, when all of the last three
 * days' backups have it as well. Of what a restore replaced, the newest two are kept beside them.
 */
export function superfluous(backups: readonly NamedBackup[], newestVersion: number, now: number): readonly NamedBackup[] {
  const newestFirst = backups.toSorted((a, b) => b.madeAt - a.madeAt)
  const kept = newestFirst.filter(({ kind }) => kind === 'kept')
  const earlier = kept.filter(({ version, madeAt }) => version !== null && version < newestVersion && now - madeAt < earlierVersionMs)
  const place = earlier.slice(0, 1)
  const others = kept.filter((backup) => !place.includes(backup)).slice(0, mostKept - place.length)
  const replaced = newestFirst.filter(({ kind }) => kind === 'replaced').slice(0, mostReplaced)
  const staying = new Set([...place, ...others, ...replaced])
  return backups.filter((backup) => !staying.has(backup))
}
