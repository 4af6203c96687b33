// Where instructions are typed. Says at once when they hold what looks like a secret, and lets a person decide.

import { ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Label, Text, TextArea, TextField } from 'react-aria-components'
import { findSecrets } from '../../shared/secrets.ts'
import { maxInstructionsLength } from '../../shared/types/style.ts'
import { approveInstructions, useApprovedInstructions } from '../state/composer.ts'
import styles from './Instructions.module.css'

interface InstructionsFieldProps {
  readonly text: string
  readonly hint: string
  /** It is what one has come for. */
  readonly hasInitialFocus?: boolean
  readonly onChange: (text: string) => void
}

export function InstructionsField({ text, hint, hasInitialFocus = false, onChange }: InstructionsFieldProps) {
  const { t } = useTranslation()
  const approvedInstructions = useApprovedInstructions()
  const [secret] = findSecrets(text)
  return (
    <>
      <TextField
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- set only where a dialog opens for this field
        autoFocus={hasInitialFocus}
        className={styles.field ?? ''}
        value={text}
        maxLength={maxInstructionsLength}
        onChange={onChange}
      >
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
              checked={approvedInstructions === text}
              onChange={(event) => approveInstructions(event.target.checked ? text : null)}
            />
            {t('instructions.sendAnyway')}
          </label>
        </div>
      )}
    </>
  )
}
