// What Parley is, and which one this is.

import { useTranslation } from 'react-i18next'
import { useWindow } from '../store.ts'
import styles from './Settings.module.css'

export function About() {
  const { t } = useTranslation()
  const version = useWindow((state) => (state.start.kind === 'ready' ? state.start.version : null))
  return (
    <>
      <h3>Parley</h3>
      <p>{t('settings.purpose')}</p>
      {version !== null && <p>{t('settings.version', { version })}</p>}
      <p className={styles.quiet}>{t('settings.license')}</p>
      <p className={styles.quiet}>{t('settings.independent')}</p>
    </>
  )
}
