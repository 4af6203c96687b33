// How a backup is called: by its day and time.

import type { Backup } from '../../shared/types/backups.ts'
import { formatDate } from './formats.ts'

export function whenOf({ madeAt }: Pick<Backup, 'madeAt'>): string {
  return formatDate(madeAt, { dateStyle: 'long', timeStyle: 'short' })
}
