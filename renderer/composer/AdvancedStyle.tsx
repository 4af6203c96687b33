// The numbers behind a style, in a fold: each with one sentence, and only those the chosen model takes.

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components'
import { hasNumbers, taken } from '../../shared/style.ts'
import { efforts, type Advanced, type Style } from '../../shared/types/style.ts'
import { Choice } from '../ui/Choice.tsx'
import { numberNames, readNumber, readStopWords } from './advanced-fields.ts'
import { setStyle, useTaker } from '../state/setup.ts'
import styles from './StyleChip.module.css'

export function AdvancedStyle({ style }: { readonly style: Style }) {
  const { t } = useTranslation()
  const taker = useTaker()
  const { advanced } = style
  const set = (given: Partial<Advanced>) => setStyle({ ...style, advanced: { ...advanced, ...given } })
  return (
    <details className={styles.advanced} open={hasNumbers(style) || undefined}>
      <summary>{t('style.advanced')}</summary>
      <p className={styles.hint}>{t('style.advancedHint')}</p>
      {numberNames.map((name) => (
        <TypedSetting
          key={name}
          name={name}
          written={String(advanced[name] ?? '')}
          onType={(typed) => {
            const read = readNumber(name, typed)
            if (read !== 'not taken') set({ [name]: read })
            return read !== 'not taken'
          }}
        />
      ))}
      <TypedSetting
        name="stopWords"
        written={(advanced.stopWords ?? []).join('\n')}
        onType={(typed) => {
          const read = readStopWords(typed)
          if (read !== 'not taken') set({ stopWords: read })
          return read !== 'not taken'
        }}
      />
      {taken('effort', taker) && (
        <div className={styles.field}>
          <span className={styles.label}>{t('style.names.effort')}</span>
          <Choice
            label={t('style.names.effort')}
            value={advanced.effort ?? 'asItLikes'}
            options={(['asItLikes', ...efforts] as const).map((value) => ({ value, words: t(`style.${value}`) }))}
            onChange={(chosen) => set({ effort: chosen === 'asItLikes' ? null : chosen })}
          />
          <span className={styles.hint}>{t('style.hints.effort')}</span>
        </div>
      )}
    </details>
  )
}

interface TypedSettingProps {
  readonly name: Exclude<keyof Advanced, 'effort'>
  /** As it is set. */
  readonly written: string
  /** Whether it is taken. */
  readonly onType: (typed: string) => boolean
}

function TypedSetting({ name, written, onType }: TypedSettingProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(written)
  const [isTaken, setTaken] = useState(true)
  const [known, setKnown] = useState(written)
  // Set from elsewhere, as by setting all back. What is being typed may be written in another way, such as "0.50".
  if (written !== known) {
    setKnown(written)
    if (written === '') setTyped('')
  }
  const type = (text: string) => {
    setTyped(text)
    setTaken(onType(text))
  }
  return (
    <TextField className={styles.field ?? ''} value={typed} isInvalid={!isTaken} onChange={type}>
      <Label className={styles.label ?? ''}>{t(`style.names.${name}`)}</Label>
      {name === 'stopWords' ? (
        <TextArea rows={2} dir="auto" className={styles.input ?? ''} />
      ) : (
        <Input inputMode="decimal" autoComplete="off" className={styles.input ?? ''} />
      )}
      <Text slot="description" className={styles.hint ?? ''}>
        {t(`style.hints.${name}`)}
      </Text>
      <FieldError className={styles.wrong ?? ''}>{t('style.notTaken')}</FieldError>
    </TextField>
  )
}
