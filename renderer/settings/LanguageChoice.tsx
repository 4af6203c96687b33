// The language of the window. Each is called by its own name, so that whoever reads no other finds it.

import { useTranslation } from 'react-i18next'
import { Radio, RadioGroup } from 'react-aria-components'
import { getLanguageEntry, languageChoices, type LanguageChoice as Choice } from '../../shared/language.ts'
import { setLanguage, useSettings } from '../state/settings.ts'
import styles from './Settings.module.css'

export function LanguageChoice() {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  return (
    <>
      <h3 className={styles.next}>{t('settings.language')}</h3>
      <RadioGroup
        aria-label={t('settings.language')}
        orientation="horizontal"
        className={styles.choices ?? ''}
        value={language}
        onChange={(value) => void setLanguage(parseLanguageChoice(value))}
      >
        {languageChoices.map((each) => (
          <Radio key={each} value={each} className={styles.choice ?? ''} lang={each === 'system' ? undefined : each}>
            {each === 'system' ? t('settings.systemLanguage') : getLanguageEntry(each).name}
          </Radio>
        ))}
      </RadioGroup>
    </>
  )
}

function parseLanguageChoice(value: string): Choice {
  return languageChoices.find((each) => each === value) ?? 'system'
}
