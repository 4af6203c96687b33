// What leaves this computer and what stays, as a plain list. Every line here is a promise that a test holds.

import { useTranslation } from 'react-i18next'
import styles from './Settings.module.css'

const leaves = ['settings.leaves1', 'settings.leaves2', 'settings.leaves3', 'settings.leaves4'] as const
const stays = ['settings.stays1', 'settings.stays2', 'settings.stays3'] as const

export function Leaves() {
  const { t } = useTranslation()
  return (
    <>
      <h3>{t('settings.leaves')}</h3>
      <p>{t('settings.leavesIntro')}</p>
      <ul className={styles.points}>
        {leaves.map((line) => (
          <li key={line}>{t(line)}</li>
        ))}
      </ul>
      <p>{t('settings.staysIntro')}</p>
      <ul className={styles.points}>
        {stays.map((line) => (
          <li key={line}>{t(line)}</li>
        ))}
      </ul>
    </>
  )
}
