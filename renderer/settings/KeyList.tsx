// The keys there are: the one in use is chosen here.

import { useTranslation } from 'react-i18next'
import { Radio, RadioGroup } from 'react-aria-components'
import { maxKeys, type KeyStatus } from '../../shared/types/keys.ts'
import { Button } from '../ui/Button.tsx'
import { chooseKey, openKeyWindow } from '../state/keys.ts'
import styles from './KeyList.module.css'

export function KeyList({ status }: { readonly status: KeyStatus }) {
  const { t } = useTranslation()
  return (
    <>
      <RadioGroup
        aria-label={t('key.inUse')}
        className={styles.list ?? ''}
        value={status.active ?? ''}
        onChange={(keyId) => void chooseKey(keyId)}
      >
        {status.keys.map((key) => (
          <Radio key={key.id} value={key.id} className={styles.key ?? ''}>
            <span className={styles.radio} aria-hidden />
            <span className={styles.name} dir="auto">
              {key.name}
            </span>
            <span className={styles.facts}>
              <bdi>{key.check?.account == null ? t('key.notChecked') : t('key.accountLabel', { account: key.check.account })}</bdi>
              {key.storage === 'session' && ` · ${t('key.untilQuit')}`}
            </span>
          </Radio>
        ))}
      </RadioGroup>
      {status.keys.length < maxKeys ? (
        <Button size="small" onPress={() => void openKeyWindow()}>
          {t('key.addAnother')}
        </Button>
      ) : (
        <p className={styles.limit}>{t('key.maxKeys', { count: maxKeys })}</p>
      )}
    </>
  )
}
