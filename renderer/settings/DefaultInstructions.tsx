// The page of the settings about what a new conversation begins with.

import { useTranslation } from 'react-i18next'
import { InstructionsField } from '../composer/InstructionsField.tsx'
import { useStore } from '../state/store.ts'
import { setDefaultInstructions } from '../state/default-instructions.ts'

export function DefaultInstructions() {
  const { t } = useTranslation()
  const text = useStore((state) => state.settings.instructions)
  return (
    <>
      <h3>{t('instructions.ofNew')}</h3>
      <InstructionsField text={text} hint={t('instructions.ofNewHint')} onChange={setDefaultInstructions} />
    </>
  )
}
