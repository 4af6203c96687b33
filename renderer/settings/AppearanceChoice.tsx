// Light, dark or like the system, each shown as it looks.

import { useTranslation } from 'react-i18next'
import { Radio, RadioGroup } from 'react-aria-components'
import { appearances } from '../../shared/settings.ts'
import { setAppearance, useSettings } from '../state/settings.ts'
import styles from './Settings.module.css'

export function AppearanceChoice() {
  const { t } = useTranslation()
  const appearance = useSettings((settings) => settings.appearance)
  return (
    <>
      <h3>{t('settings.appearance')}</h3>
      <RadioGroup
        aria-label={t('settings.appearance')}
        orientation="horizontal"
        className={styles.choices ?? ''}
        value={appearance}
        onChange={(value) => void setAppearance(appearances.find((each) => each === value) ?? 'system')}
      >
        {appearances.map((each) => (
          <Radio key={each} value={each} className={styles.choice ?? ''}>
            <span className={styles.sample} aria-hidden>
              {each !== 'dark' && <span className={styles.sampleLight} />}
              {each !== 'light' && <span className={styles.sampleDark} />}
            </span>
            {t(`settings.${each}`)}
          </Radio>
        ))}
      </RadioGroup>
    </>
  )
}
