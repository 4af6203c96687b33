// A key that lies in the environment: shown by its last four characters, used only when the person says so here.

import { useTranslation } from 'react-i18next'
import type { FoundKey } from '../../electron/shared/types.ts'
import { change, useWindow } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import { keepFoundKey } from './key.ts'
import styles from './FoundKeyOffer.module.css'

interface FoundKeyOfferProps {
  readonly found: FoundKey
  readonly hasKeychain: boolean
}

export function FoundKeyOffer({ found, hasKeychain }: FoundKeyOfferProps) {
  const { t } = useTranslation()
  const isDeclined = useWindow((state) => state.isFoundKeyDeclined)
  if (isDeclined) return null
  const title = t(hasKeychain ? 'key.foundTitle' : 'key.foundTitleNoKeychain')
  return (
    <section className={styles.offer} aria-label={title}>
      <p className={styles.title}>{title}</p>
      <p className={styles.detail}>{t('key.foundDetail', { variable: found.variable, lastFour: found.lastFour })}</p>
      <div className={styles.actions}>
        {hasKeychain && (
          <Button size="small" onPress={() => void keepFoundKey('keychain')}>
            {t('key.keepInKeychain')}
          </Button>
        )}
        <Button size="small" onPress={() => void keepFoundKey('session')}>
          {t('key.useOnce')}
        </Button>
        <Button size="small" kind="quiet" onPress={() => change({ isFoundKeyDeclined: true })}>
          {t('key.notNow')}
        </Button>
      </div>
    </section>
  )
}
