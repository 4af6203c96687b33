// The instructions of the open conversation.

import { useTranslation } from 'react-i18next'
import { acceptsInstructions } from '../../shared/tasks.ts'
import { closeDialog } from '../state/layout.ts'
import { setInstructions, useModelCapabilities, useSetup } from '../state/setup.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { InstructionsField } from './InstructionsField.tsx'
import styles from './Instructions.module.css'

export function InstructionsDialog() {
  const { t } = useTranslation()
  const text = useSetup().instructions
  const { task } = useModelCapabilities()
  return (
    <Dialog title={t('instructions.title')} size="medium" onClose={closeDialog}>
      <div className={styles.body}>
        {!acceptsInstructions(task) && <p className={styles.note}>{t(`tasks.instructionsNotSent.${task}`)}</p>}
        <InstructionsField text={text} hint={t('instructions.hint')} hasInitialFocus onChange={setInstructions} />
        <div className={styles.foot}>
          <Button kind="primary" onPress={closeDialog}>
            {t('instructions.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
