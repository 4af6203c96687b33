// Stops every answer that is being written, in all conversations; there while it is more than one.

import { Square } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { getRunIds } from '../state/comparison.ts'
import { useConversation } from '../state/conversation.ts'
import { countRuns, useLiveRuns } from '../state/live-runs.ts'
import { stopAllRuns } from '../state/stop-runs.ts'
import { Button } from '../ui/Button.tsx'
import styles from './StopAllButton.module.css'

export function StopAllButton() {
  const { t } = useTranslation()
  const count = useLiveRuns(countRuns)
  // What the box's own button stops is not offered twice.
  const shownCount = useConversation((conversation) => getRunIds(conversation).length)
  if (count < 2 || count === shownCount) return null
  return (
    <div className={styles.stopAll}>
      <Button size="small" onPress={() => void stopAllRuns()}>
        <Square size={12} fill="currentColor" aria-hidden />
        {t('chat.stopAll', { count })}
      </Button>
    </div>
  )
}
