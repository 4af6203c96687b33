// How a backup is called: by its day and time.

import type { Backup } from '../../electron/shared/types/backups.ts'
import { formatDate } from '../i18n/formats.ts'

export function whenOf({ madeAt }: Pick<Backup, 'madeAt'>): string {
  return formatDate(madeAt, { dateStyle: 'long', timeStyle: 'short' })
}
