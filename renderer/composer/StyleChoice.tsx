// The two choices that make a style: how, and how long.

import { useTranslation } from 'react-i18next'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { lengths, moods, type Style } from '../../shared/types/style.ts'
import { setStyle, useModelCapabilities } from '../state/setup.ts'
import styles from './StyleChip.module.css'

export function StyleChoice({ style }: { readonly style: Style }) {
  const { t } = useTranslation()
  const { task } = useModelCapabilities()
  return (
    <>
      <RadioGroup
        aria-label={t('style.title')}
        className={styles.moods ?? ''}
        value={style.mood}
        onChange={(value) => setStyle({ ...style, mood: moods.find((each) => each === value) ?? 'balanced' })}
      >
        {moods.map((mood) => (
          // The popover opens at what is chosen, so that an arrow changes it at once.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          <Radio autoFocus={mood === style.mood} key={mood} value={mood} className={styles.mood ?? ''} aria-label={t(`style.${mood}`)}>
            <span className={styles.dot} aria-hidden />
            <span>
              <span>{t(`style.${mood}`)}</span>
              <span className={styles.hint}>{t(`style.${mood}Hint`)}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      <RadioGroup
        orientation="horizontal"
        value={style.length}
        onChange={(value) => setStyle({ ...style, length: lengths.find((each) => each === value) ?? 'normal' })}
      >
        <Label className={styles.label ?? ''}>{t('style.length')}</Label>
        <div className={styles.lengths}>
          {lengths.map((length) => (
            <Radio key={length} value={length} className={styles.length ?? ''}>
              {t(`style.${length}`)}
            </Radio>
          ))}
        </div>
        <span className={styles.hint}>{t(`tasks.lengthHint.${task}`)}</span>
      </RadioGroup>
    </>
  )
}
