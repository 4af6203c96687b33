// Asks before the key is forgotten: the one act here that cannot be taken back, because nothing of the key is left to take it back with.

import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { forgetKey } from '../state/keys.ts'
import styles from './Settings.module.css'

interface ForgetKeyDialogProps {
  readonly keyId: string
  /** The name of the keychain the key is kept in; null for a key of this session only. */
  readonly keychain: string | null
  /** The name of the key that is used then; null: there is no other. */
  readonly nextKeyName: string | null
  readonly onDone: () => void
}

export function ForgetKeyDialog({ keyId, keychain, nextKeyName, onDone }: ForgetKeyDialogProps) {
  const { t } = useTranslation()
  const forget = () => {
    onDone()
    void forgetKey(keyId)
  }
  return (
    <Dialog title={t('key.forgetTitle')} size="small" isAlertDialog onClose={onDone}>
      <div className={styles.question}>
        <p>
          {keychain === null ? t('key.forgetSession') : t('key.forgetKept', { keychain })} {t('key.forgetDetail')}{' '}
          {nextKeyName !== null && t('key.forgetNext', { name: nextKeyName })}
        </p>
        <div className={styles.questionActions}>
          {/* The harmless answer has the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <Button autoFocus onPress={onDone}>
            {t('settings.cancel')}
          </Button>
          <Button kind="danger" onPress={forget}>
            {t('key.forgetConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
