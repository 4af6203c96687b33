// A key that lies in the environment or in a file: shown by its last four characters, used only when the person says so here.

import { useTranslation } from 'react-i18next'
import type { FoundKey } from '../../shared/types/keys.ts'
import { declineFoundKey, importFoundKey, useKeys } from '../state/keys.ts'
import { Button } from '../ui/Button.tsx'
import styles from './FoundKeyOffer.module.css'

interface FoundKeyOfferProps {
  readonly foundKey: FoundKey
  readonly hasKeychain: boolean
}

export function FoundKeyOffer({ foundKey, hasKeychain }: FoundKeyOfferProps) {
  const { t } = useTranslation()
  const isDeclined = useKeys((keys) => keys.isFoundKeyDeclined)
  if (isDeclined) return null
  const { kind, name } = foundKey.keyLocation
  const title = t(hasKeychain ? 'key.foundTitle' : 'key.foundTitleNoKeychain')
  return (
    <section className={styles.card} aria-label={title}>
      <p className={styles.title}>{title}</p>
      <p className={styles.detail}>
        {t('key.foundDetail', { location: name, lastFour: foundKey.lastFour })}{' '}
        {t(kind === 'file' ? 'key.foundFileRisk' : 'key.foundVariableRisk')}
      </p>
      <div className={styles.actions}>
        {hasKeychain && (
          <Button size="small" onPress={() => void importFoundKey('keychain')}>
            {t('key.keepInKeychain')}
          </Button>
        )}
        <Button size="small" onPress={() => void importFoundKey('session')}>
          {t('key.useUntilQuit')}
        </Button>
        <Button size="small" kind="ghost" onPress={() => declineFoundKey()}>
          {t('key.notNow')}
        </Button>
      </div>
    </section>
  )
}
