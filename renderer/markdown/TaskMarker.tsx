// The mark of a task in a list: done or not. It belongs to the answer, so it cannot be ticked.

import { Square, SquareCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import styles from './Markdown.module.css'

export function TaskMarker({ isDone }: { readonly isDone: boolean }) {
  const { t } = useTranslation()
  const Icon = isDone ? SquareCheck : Square
  // A drawing of ours is an svg element; there is no file that an img could show.
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
  return <Icon size={16} role="img" aria-label={t(isDone ? 'chat.done' : 'chat.notDone')} className={styles.task} />
}
