// The keys in the settings: which there are and which is in use, how that one is, and what can be done with it. No key itself is ever here.

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeyStatus } from '../../shared/types/keys.ts'
import { Button } from '../ui/Button.tsx'
import { ForgetKeyDialog } from './ForgetKeyDialog.tsx'
import { FoundKeyOffer } from './FoundKeyOffer.tsx'
import { getFallbackKeyName, openKeyWindow } from '../state/keys.ts'
import { KeyActions } from './KeyActions.tsx'
import { KeyCard } from './KeyCard.tsx'
import { KeyFacts } from './KeyFacts.tsx'
import { KeyList } from './KeyList.tsx'
import { KeyVerdict } from './KeyVerdict.tsx'
import { ExposedKeyWarning } from './ExposedKeyWarning.tsx'
import styles from './Settings.module.css'

export function KeySettings({ status }: { readonly status: KeyStatus }) {
  const { t } = useTranslation()
  const { state } = status
  if (state.kind === 'none') return <NoKey status={status} />
  if (state.kind !== 'ready') return <UnavailableKey status={status} />
  return (
    <>
      <h3>{t('key.keys')}</h3>
      <KeyList status={status} />
      <KeyVerdict check={state.check} />
      <ExposedKeyWarning locations={status.exposedLocations} />
      <KeyActions key={`actions of ${state.id}`} view={state} status={status} />
      <KeyFacts key={`facts of ${state.id}`} view={state} keychain={status.keychainName ?? t('key.keychain')} />
    </>
  )
}

/** A keychain that keeps one key to itself must not keep people from another one, nor from giving that one up. */
function UnavailableKey({ status }: { readonly status: KeyStatus }) {
  const { t } = useTranslation()
  const [isConfirming, setConfirming] = useState(false)
  const { active } = status
  return (
    <>
      <KeyCard status={status} />
      {active !== null && (
        <div className={styles.otherKeys}>
          <KeyList status={status} />
          <Button size="small" kind="ghost" onPress={() => setConfirming(true)}>
            {t('key.forget')}
          </Button>
        </div>
      )}
      {isConfirming && active !== null && (
        <ForgetKeyDialog
          keyId={active}
          keychain={status.keychainName ?? t('key.keychain')}
          nextKeyName={getFallbackKeyName(status, active)}
          onDone={() => setConfirming(false)}
        />
      )}
    </>
  )
}

function NoKey({ status }: { readonly status: KeyStatus }) {
  const { t } = useTranslation()
  return (
    <>
      <h3>{t('settings.key')}</h3>
      <p>{t('key.statusNone')}</p>
      <p className={styles.muted}>{t('key.intro')}</p>
      <Button kind="primary" onPress={() => void openKeyWindow()}>
        {t('failure.set-key')}
      </Button>
      {status.found !== null && <FoundKeyOffer foundKey={status.found} hasKeychain />}
    </>
  )
}
