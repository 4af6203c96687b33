// Says that the conversation has instructions, and opens them.

import { ScrollText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton } from 'react-aria-components'
import { acceptsInstructions } from '../../shared/tasks.ts'
import { openDialog } from '../state/layout.ts'
import { useModelCapabilities, useSetup } from '../state/setup.ts'
import styles from './PromptBox.module.css'

export function InstructionsChip() {
  const { t } = useTranslation()
  const hasInstructions = useSetup().instructions.trim() !== ''
  const { task } = useModelCapabilities()
  if (!hasInstructions) return null
  return (
    <AriaButton className={styles.chip ?? ''} aria-haspopup="dialog" onPress={() => openDialog('instructions')}>
      <ScrollText size={14} aria-hidden />
      <span className={styles.model}>{t(acceptsInstructions(task) ? 'instructions.chip' : 'instructions.chipNotSent')}</span>
    </AriaButton>
  )
}
