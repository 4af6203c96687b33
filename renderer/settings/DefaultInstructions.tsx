// The page of the settings about what a new conversation begins with.

import { useTranslation } from 'react-i18next'
import { InstructionsField } from '../composer/InstructionsField.tsx'
import { useSettings } from '../state/settings.ts'
import { setDefaultInstructions } from '../state/setup.ts'

export function DefaultInstructions() {
  const { t } = useTranslation()
  const text = useSettings((settings) => settings.instructions)
  return (
    <>
      <h3>{t('instructions.defaultTitle')}</h3>
      <InstructionsField text={text} hint={t('instructions.defaultHint')} onChange={setDefaultInstructions} />
    </>
  )
}
