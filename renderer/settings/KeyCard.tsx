// What stands between the person and their first answer, with the one thing to do about it: no key yet, or a keychain that is closed.

import { KeyRound, Lock } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { assertNever } from '../../shared/failures.ts'
import { newKeyAddress } from '../../shared/link.ts'
import type { KeyStatus } from '../../shared/types/keys.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import { loadKeyStatus, openKeyWindow } from '../state/keys.ts'
import { Button } from '../ui/Button.tsx'
import { FoundKeyOffer } from './FoundKeyOffer.tsx'
import styles from './KeyCard.module.css'

export function KeyCard({ status }: { readonly status: KeyStatus }) {
  const { t } = useTranslation()
  const keychain = status.keychainName ?? t('key.keychain')
  const { kind } = status.state
  switch (kind) {
    case 'ready':
      return null
    case 'none':
      return <FirstRun status={status} />
    case 'locked':
      return (
        <Card icon={<Lock />} title={t('key.lockedTitle')} text={t('key.lockedDetail', { keychain })}>
          <KeychainRetryButton label={t('key.lockedAction')} />
        </Card>
      )
    case 'denied':
      return (
        <Card icon={<Lock />} title={t('key.deniedTitle')} text={t('key.deniedDetail', { keychain })}>
          <div className={styles.actions}>
            <KeychainRetryButton label={t('key.deniedAction')} />
            <Button kind="ghost" onPress={() => void openKeyWindow()}>
              {t('key.missingAction')}
            </Button>
          </div>
        </Card>
      )
    case 'waiting':
      return (
        <Card icon={<Lock />} title={t('key.waitingTitle')} text={t('key.waitingDetail', { keychain })}>
          <KeychainRetryButton label={t('key.waitingAction')} />
        </Card>
      )
    case 'missing':
      return (
        <Card icon={<KeyRound />} title={t('key.missingTitle')} text={t('key.missingDetail')}>
          <Button kind="primary" onPress={() => void openKeyWindow()}>
            {t('key.missingAction')}
          </Button>
          {status.found !== null && <FoundKeyOffer foundKey={status.found} hasKeychain={false} />}
        </Card>
      )
    default:
      return assertNever(kind)
  }
}

function FirstRun({ status }: { readonly status: KeyStatus }) {
  const { t } = useTranslation()
  return (
    <Card icon={<KeyRound />} title={t('key.welcome')} text={t('key.intro')}>
      <div className={styles.actions}>
        <Button kind="primary" onPress={() => void callMainWithToast('link.open', { address: newKeyAddress })}>
          {t('key.make')}
        </Button>
        <Button onPress={() => void openKeyWindow()}>{t('key.set')}</Button>
      </div>
      {status.found !== null && <FoundKeyOffer foundKey={status.found} hasKeychain />}
    </Card>
  )
}

function KeychainRetryButton({ label }: { readonly label: string }) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const retryKeychain = async () => {
    setBusy(true)
    await loadKeyStatus()
    setBusy(false)
  }
  return (
    <Button kind="primary" isDisabled={isBusy} onPress={() => void retryKeychain()}>
      {isBusy ? t('key.checking') : label}
    </Button>
  )
}

interface CardProps {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}

function Card({ icon, title, text, children }: CardProps) {
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.icon} aria-hidden>
        {icon}
      </div>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
      {children}
    </section>
  )
}
