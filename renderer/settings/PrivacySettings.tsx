// What leaves this computer and what stays, as a plain list. Every line here is a promise that a test holds.

import { useTranslation } from 'react-i18next'
import styles from './Settings.module.css'

const sentLines = ['settings.privacy1', 'settings.privacy2', 'settings.privacy3', 'settings.privacy4'] as const
const localLines = ['settings.stays1', 'settings.stays2', 'settings.stays3'] as const

export function PrivacySettings() {
  const { t } = useTranslation()
  return (
    <>
      <h3>{t('settings.privacy')}</h3>
      <p>{t('settings.privacyIntro')}</p>
      <ul className={styles.points}>
        {sentLines.map((line) => (
          <li key={line}>{t(line)}</li>
        ))}
      </ul>
      <p>{t('settings.staysIntro')}</p>
      <ul className={styles.points}>
        {localLines.map((line) => (
          <li key={line}>{t(line)}</li>
        ))}
      </ul>
    </>
  )
}
