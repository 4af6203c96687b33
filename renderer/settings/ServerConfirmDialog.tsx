// Asks before a server is removed or its own key is forgotten: nothing of that key is left to bring it back with.

import { useTranslation } from 'react-i18next'
import type { ServerView } from '../../shared/types/servers.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './Settings.module.css'

export interface ServerConfirmDialogProps {
  readonly action: 'remove' | 'forgetKey'
  readonly server: ServerView
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

export function ServerConfirmDialog({ action, server, onConfirm, onCancel }: ServerConfirmDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t(`servers.${action}Title`, { server: server.name })} size="small" isAlertDialog onClose={onCancel}>
      <div className={styles.question}>
        <p>{t(`servers.${action}Detail`)}</p>
        <div className={styles.questionActions}>
          {/* The harmless answer has the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <Button autoFocus onPress={onCancel}>
            {t('settings.cancel')}
          </Button>
          <Button kind="danger" onPress={onConfirm}>
            {t(`servers.${action}Confirm`)}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
