// How a backup is called: by its day and time.

import type { Backup } from '../../shared/types/backups.ts'
import { formatDate } from './formats.ts'

export function formatBackupTime({ createdAt }: Pick<Backup, 'createdAt'>): string {
  return formatDate(createdAt, { dateStyle: 'long', timeStyle: 'short' })
}
