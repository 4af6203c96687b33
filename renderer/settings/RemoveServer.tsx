// Asks before a server is removed: its own key goes with it, and could not be brought back.

import { useTranslation } from 'react-i18next'
import type { ServerView } from '../../electron/shared/types.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './Settings.module.css'

interface RemoveServerProps {
  readonly server: ServerView
  readonly onRemove: () => void
  readonly onCancel: () => void
}

export function RemoveServer({ server, onRemove, onCancel }: RemoveServerProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('servers.removeTitle', { server: server.name })} size="small" isQuestion onClose={onCancel}>
      <div className={styles.question}>
        <p>{t('servers.removeDetail')}</p>
        <div className={styles.answers}>
          {/* The harmless answer has the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <Button autoFocus onPress={onCancel}>
            {t('settings.cancel')}
          </Button>
          <Button kind="danger" onPress={onRemove}>
            {t('servers.removeConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
