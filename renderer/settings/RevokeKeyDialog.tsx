// Asks before a key is revoked, says while that takes, and what came of it. It ends the key for every program that has it.

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keysAddress } from '../../shared/link.ts'
import type { Failure } from '../../shared/failures.ts'
import type { KeyView } from '../../shared/types/keys.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import { revokeKey } from '../state/keys.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './Settings.module.css'

interface RevokeKeyDialogProps {
  readonly view: KeyView
  readonly onDone: () => void
}

export function RevokeKeyDialog({ view, onDone }: RevokeKeyDialogProps) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const revoke = async () => {
    setBusy(true)
    const revokeFailure = await revokeKey(view.id)
    setBusy(false)
    if (revokeFailure === null) onDone()
    else setFailure(revokeFailure)
  }
  return (
    <Dialog title={t('key.revokeTitle', { name: view.name })} size="small" isAlertDialog onClose={onDone}>
      <div className={styles.question}>
        <p>{t('key.revokeDetail')}</p>
        {failure !== null && <output className={styles.failure}>{t(`failures.${failure.code}`)}</output>}
        <div className={styles.questionActions}>
          {/* The harmless answer has the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <Button autoFocus isDisabled={isBusy} onPress={onDone}>
            {t(failure === null ? 'settings.cancel' : 'settings.close')}
          </Button>
          {failure?.code === 'key-not-revoked' && (
            <Button onPress={() => void callMainWithToast('link.open', { address: keysAddress })}>{t('key.openKeys')}</Button>
          )}
          <Button kind="danger" isDisabled={isBusy} onPress={() => void revoke()}>
            {isBusy ? t('key.revoking') : t('key.revokeConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
