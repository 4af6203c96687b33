// The key in the settings: how it is, whose it is, where it is kept, and what can be done with it. The key itself is never here.

import { useState } from 'react'
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { KeyState, KeyStatus, KeyVerdict } from '../../electron/shared/types.ts'
import { formatDate } from '../i18n/formats.ts'
import { Button } from '../ui/Button.tsx'
import { ForgetQuestion } from './ForgetQuestion.tsx'
import { FoundKeyOffer } from './FoundKeyOffer.tsx'
import { setKey } from './key.ts'
import { KeyCard } from './KeyCard.tsx'
import styles from './Settings.module.css'
import { useBusyCheck } from './use-busy-check.ts'

export function KeySettings({ status }: { readonly status: KeyStatus }) {
  const { t } = useTranslation()
  const { state } = status
  if (state.kind === 'ready') return <ReadyKey state={state} keychainName={status.keychainName} />
  if (state.kind !== 'none') return <KeyCard status={status} />
  return (
    <>
      <h3>{t('settings.key')}</h3>
      <p>{t('key.statusNone')}</p>
      <p className={styles.quiet}>{t('key.why')}</p>
      <Button kind="main" onPress={() => void setKey()}>
        {t('key.set')}
      </Button>
      {status.found !== null && <FoundKeyOffer found={status.found} hasKeychain />}
    </>
  )
}

interface ReadyKeyProps {
  readonly state: KeyState & { readonly kind: 'ready' }
  readonly keychainName: string | null
}

function ReadyKey({ state, keychainName }: ReadyKeyProps) {
  const { t } = useTranslation()
  const { isBusy, failure, check } = useBusyCheck()
  const [isAsking, setAsking] = useState(false)
  const keychain = keychainName ?? t('key.keychain')
  return (
    <>
      <h3>{t('settings.key')}</h3>
      <Verdict verdict={state.check?.verdict ?? null} />
      <dl className={styles.facts}>
        {state.check?.account != null && <Fact name={t('key.account')} value={state.check.account} />}
        {state.check?.keyName != null && <Fact name={t('key.keyName')} value={state.check.keyName} />}
        <Fact name={t('key.keptIn')} value={state.keptIn === 'keychain' ? keychain : t('key.session')} />
        <Fact name={t('key.savedAt')} value={formatDate(state.savedAt, { dateStyle: 'long' })} />
        {state.check !== null && (
          <Fact name={t('key.checkedAt')} value={formatDate(state.check.checkedAt, { dateStyle: 'long', timeStyle: 'short' })} />
        )}
      </dl>
      <div className={styles.actions}>
        <Button isDisabled={isBusy} onPress={check}>
          {isBusy ? t('key.checking') : t('key.checkAgain')}
        </Button>
        <Button onPress={() => void setKey()}>{t('key.setAnother')}</Button>
        <Button kind="quiet" onPress={() => setAsking(true)}>
          {t('key.forget')}
        </Button>
      </div>
      {failure !== null && <output className={styles.failure}>{t(`failures.${failure.code}`)}</output>}
      {isAsking && <ForgetQuestion keychain={state.keptIn === 'keychain' ? keychain : null} onDone={() => setAsking(false)} />}
    </>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </>
  )
}

const verdicts = {
  right: { words: 'key.statusRight', look: 'good' },
  'broader-than-needed': { words: 'key.statusBroader', look: 'good' },
  dangerous: { words: 'key.statusDangerous', look: 'warn' },
  'cannot-run-models': { words: 'key.statusCannotRun', look: 'bad' },
  rejected: { words: 'key.statusRejected', look: 'bad' },
  unknown: { words: 'key.statusUnknown', look: 'warn' },
} as const satisfies Record<KeyVerdict, { readonly words: string; readonly look: 'good' | 'warn' | 'bad' }>

function Verdict({ verdict }: { readonly verdict: KeyVerdict | null }) {
  const { t } = useTranslation()
  const { words, look } = verdict === null ? ({ words: 'key.statusNotChecked', look: 'warn' } as const) : verdicts[verdict]
  const Icon = look === 'good' ? CircleCheck : look === 'warn' ? TriangleAlert : CircleAlert
  return (
    <p className={`${styles.status} ${styles[look]}`}>
      <Icon size={17} aria-hidden />
      {t(words)}
    </p>
  )
}
