// The instructions of the open conversation.

import { useTranslation } from 'react-i18next'
import { acceptsInstructions } from '../../shared/tasks.ts'
import { setState, useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { InstructionsField } from './InstructionsField.tsx'
import { setInstructions, useModelCapabilities } from '../state/setup.ts'
import styles from './Instructions.module.css'

const close = () => setState({ dialog: 'none' })

export function InstructionsDialog() {
  const { t } = useTranslation()
  const text = useStore((state) => state.setup.instructions)
  const { task } = useModelCapabilities()
  return (
    <Dialog title={t('instructions.title')} size="medium" onClose={close}>
      <div className={styles.body}>
        {!acceptsInstructions(task) && <p className={styles.note}>{t(`tasks.instructionsNotSent.${task}`)}</p>}
        <InstructionsField text={text} hint={t('instructions.hint')} hasInitialFocus onChange={setInstructions} />
        <div className={styles.foot}>
          <Button kind="main" onPress={close}>
            {t('instructions.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
