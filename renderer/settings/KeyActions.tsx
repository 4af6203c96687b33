// What can be done with the key in use: check it, try it, call it something, replace it, revoke it, forget it; and what came of that.

import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../shared/failures.ts'
import { keysAddress } from '../../shared/link.ts'
import type { KeyStatus, KeyView } from '../../shared/types/keys.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import { getFallbackKeyName, openKeyWindow, renameKey, tryKey } from '../state/keys.ts'
import { formatNumber } from '../format/formats.ts'
import { shortName } from '../../shared/model-name.ts'
import { Button } from '../ui/Button.tsx'
import { ForgetKeyDialog } from './ForgetKeyDialog.tsx'
import { NameField } from './NameField.tsx'
import { RevokeKeyDialog } from './RevokeKeyDialog.tsx'
import styles from './Settings.module.css'
import { useKeyCheck } from './use-key-check.ts'

interface KeyActionsProps {
  readonly view: KeyView
  readonly status: KeyStatus
}

export function KeyActions({ view, status }: KeyActionsProps) {
  const { t } = useTranslation()
  const { isBusy, failure, check } = useKeyCheck(view.id)
  const trial = useKeyTrial(view.id)
  const [openPanel, setOpenPanel] = useState<'none' | 'name' | 'forget' | 'revoke'>('none')
  // A key that was set anew while this is looked at has just taken the place of another.
  const [initialSavedAt] = useState(view.savedAt)
  const close = () => setOpenPanel('none')
  const keychain = view.storage === 'keychain' ? (status.keychainName ?? t('key.keychain')) : null
  return (
    <>
      {view.savedAt !== initialSavedAt && <KeyReplacedNotice />}
      {openPanel === 'name' ? (
        <div className={styles.actions}>
          <NameField
            label={t('key.renameLabel')}
            value={view.name}
            onDone={(name) => {
              close()
              if (name !== null) void renameKey(view.id, name)
            }}
          />
        </div>
      ) : (
        <>
          <div className={styles.actions}>
            <Button isDisabled={isBusy} onPress={check}>
              {isBusy ? t('key.checking') : t('key.checkAgain')}
            </Button>
            <Button isDisabled={trial.isBusy} onPress={trial.start}>
              {trial.isBusy ? t('key.trying') : t('key.try')}
            </Button>
            {view.storage === 'keychain' && (
              <Button onPress={() => void openKeyWindow({ kind: 'replacement', keyId: view.id })}>{t('key.replace')}</Button>
            )}
          </div>
          <div className={styles.ghostActions}>
            <Button kind="ghost" onPress={() => setOpenPanel('name')}>
              {t('key.rename')}
            </Button>
            <Button kind="ghost" onPress={() => setOpenPanel('revoke')}>
              {t('key.revoke')}
            </Button>
            <Button kind="ghost" onPress={() => setOpenPanel('forget')}>
              {t('key.forget')}
            </Button>
          </div>
        </>
      )}
      <Outcome failure={failure}>{null}</Outcome>
      <Outcome failure={trial.failure}>{trial.words}</Outcome>
      {openPanel === 'forget' && (
        <ForgetKeyDialog keyId={view.id} keychain={keychain} nextKeyName={getFallbackKeyName(status, view.id)} onDone={close} />
      )}
      {openPanel === 'revoke' && <RevokeKeyDialog view={view} onDone={close} />}
    </>
  )
}

function KeyReplacedNotice() {
  const { t } = useTranslation()
  return (
    <output className={styles.outcome}>
      {t('key.replaced')}{' '}
      <Button size="small" onPress={() => void callMainWithToast('link.open', { address: keysAddress })}>
        {t('key.openKeys')}
      </Button>
    </output>
  )
}

function Outcome({ failure, children }: { readonly failure: Failure | null; readonly children: ReactNode }) {
  const { t } = useTranslation()
  if (failure !== null) return <output className={styles.failure}>{t(`failures.${failure.code}`)}</output>
  return children === null ? null : <output className={styles.outcome}>{children}</output>
}

function useKeyTrial(keyId: string) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const [resultText, setResultText] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const start = () => {
    setBusy(true)
    void tryKey(keyId).then((reply) => {
      setBusy(false)
      setFailure(reply.ok ? null : reply.failure)
      setResultText(reply.ok ? t('key.tried', { model: shortName(reply.value.model), seconds: seconds(reply.value.totalMs) }) : null)
    })
  }
  return { isBusy, failure, words: resultText, start }
}

function seconds(milliseconds: number): string {
  return formatNumber(Math.max(0.1, milliseconds / 1000), { maximumFractionDigits: 1 })
}
