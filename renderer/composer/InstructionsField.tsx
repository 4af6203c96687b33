// Where instructions are typed. Says at once when they hold what looks like a secret, and lets a person decide.

import { ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Label, Text, TextArea, TextField } from 'react-aria-components'
import { findSecrets } from '../../shared/secrets.ts'
import { longestInstructions } from '../../shared/style.ts'
import { change, useWindow } from '../state/store.ts'
import styles from './Instructions.module.css'

interface InstructionsFieldProps {
  readonly text: string
  readonly hint: string
  /** It is what one has come for. */
  readonly isFirst?: boolean
  readonly onChange: (text: string) => void
}

export function InstructionsField({ text, hint, isFirst = false, onChange }: InstructionsFieldProps) {
  const { t } = useTranslation()
  const letThrough = useWindow((state) => state.letThrough)
  const [secret] = findSecrets(text)
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
      <TextField autoFocus={isFirst} className={styles.field ?? ''} value={text} maxLength={longestInstructions} onChange={onChange}>
        <Label className={styles.label ?? ''}>{t('instructions.label')}</Label>
        <TextArea rows={7} dir="auto" className={styles.text ?? ''} />
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      </TextField>
      {secret !== undefined && (
        <div className={styles.secret}>
          <p role="alert">
            <ShieldAlert size={16} aria-hidden />{' '}
            {t('instructions.secret', { kind: t(`secret.kinds.${secret.kind}`), masked: secret.masked })}
          </p>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={letThrough === text}
              onChange={(event) => change({ letThrough: event.target.checked ? text : null })}
            />
            {t('instructions.sendAnyway')}
          </label>
        </div>
      )}
    </>
  )
}
