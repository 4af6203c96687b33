// The numbers behind a style, in a fold: each with one sentence, and only those the chosen model takes.

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components'
import { hasOverrides, supportsSetting } from '../../shared/style.ts'
import { efforts, type AdvancedSettings, type Style } from '../../shared/types/style.ts'
import { Dropdown } from '../ui/Dropdown.tsx'
import { numericFieldNames, parseNumberField, parseStopWords } from './advanced-fields.ts'
import { setStyle, useModelCapabilities } from '../state/setup.ts'
import styles from './StyleChip.module.css'

export function AdvancedStyle({ style }: { readonly style: Style }) {
  const { t } = useTranslation()
  const capabilities = useModelCapabilities()
  const { advanced } = style
  const updateAdvanced = (changes: Partial<AdvancedSettings>) => setStyle({ ...style, advanced: { ...advanced, ...changes } })
  return (
    <details className={styles.advanced} open={hasOverrides(style) || undefined}>
      <summary>{t('style.advanced')}</summary>
      <p className={styles.hint}>{t('style.advancedHint')}</p>
      {numericFieldNames.map((name) => (
        <SettingField
          key={name}
          name={name}
          currentValue={String(advanced[name] ?? '')}
          onChange={(inputText) => {
            const parsed = parseNumberField(name, inputText)
            if (parsed !== 'invalid') updateAdvanced({ [name]: parsed })
            return parsed !== 'invalid'
          }}
        />
      ))}
      <SettingField
        name="stopWords"
        currentValue={(advanced.stopWords ?? []).join('\n')}
        onChange={(inputText) => {
          const parsed = parseStopWords(inputText)
          if (parsed !== 'invalid') updateAdvanced({ stopWords: parsed })
          return parsed !== 'invalid'
        }}
      />
      {supportsSetting('effort', capabilities) && (
        <div className={styles.field}>
          <span className={styles.label}>{t('style.names.effort')}</span>
          <Dropdown
            label={t('style.names.effort')}
            value={advanced.effort ?? 'modelDecides'}
            options={(['modelDecides', ...efforts] as const).map((value) => ({ value, label: t(`style.${value}`) }))}
            onChange={(chosen) => updateAdvanced({ effort: chosen === 'modelDecides' ? null : chosen })}
          />
          <span className={styles.hint}>{t('style.hints.effort')}</span>
        </div>
      )}
    </details>
  )
}

interface SettingFieldProps {
  readonly name: Exclude<keyof AdvancedSettings, 'effort'>
  /** As it is set. */
  readonly currentValue: string
  /** Whether it is taken. */
  readonly onChange: (inputText: string) => boolean
}

function SettingField({ name, currentValue, onChange }: SettingFieldProps) {
  const { t } = useTranslation()
  const [inputText, setInputText] = useState(currentValue)
  const [isValid, setValid] = useState(true)
  const [previousValue, setPreviousValue] = useState(currentValue)
  // Set from elsewhere, as by setting all back. What is being typed may be written in another way, such as "0.50".
  if (currentValue !== previousValue) {
    setPreviousValue(currentValue)
    if (currentValue === '') setInputText('')
  }
  const handleChange = (text: string) => {
    setInputText(text)
    setValid(onChange(text))
  }
  return (
    <TextField className={styles.field ?? ''} value={inputText} isInvalid={!isValid} onChange={handleChange}>
      <Label className={styles.label ?? ''}>{t(`style.names.${name}`)}</Label>
      {name === 'stopWords' ? (
        <TextArea rows={2} dir="auto" className={styles.input ?? ''} />
      ) : (
        <Input inputMode="decimal" autoComplete="off" className={styles.input ?? ''} />
      )}
      <Text slot="description" className={styles.hint ?? ''}>
        {t(`style.hints.${name}`)}
      </Text>
      <FieldError className={styles.error ?? ''}>{t('style.invalidValue')}</FieldError>
    </TextField>
  )
}
