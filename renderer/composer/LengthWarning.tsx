// Says, before a prompt is sent, that it seems too long for the model, and how much that model reads. It can be sent all the same: this is
// an estimate.

import { useTranslation } from 'react-i18next'
import { summarizeRoutes, tokensToWords } from '../format/word-amounts.ts'
import { openDialog } from '../state/layout.ts'
import { findModel, useModels } from '../state/models.ts'
import { shortName } from '../../shared/model-name.ts'
import { Button } from '../ui/Button.tsx'
import type { PromptTokens } from './use-prompt-tokens.ts'
import styles from './PromptWarning.module.css'

interface LengthWarningProps {
  readonly models: readonly string[]
  readonly tokens: PromptTokens
  /** Where others can be chosen; null for a prompt that goes to all of these whatever they read. */
  readonly modelDialog: 'compare' | 'models' | null
}

export function LengthWarning({ models: ids, tokens: { total, draftTokens }, modelDialog }: LengthWarningProps) {
  const { t } = useTranslation()
  const models = useModels((state) => state)
  const words = tokensToWords(total)
  const targetModels = ids.flatMap((id) => findModel(models, id) ?? [])
  // Nothing in the box is nothing to warn of, however long the conversation is.
  const exceededModel = targetModels
    .map((model) => ({ id: model.id, reads: summarizeRoutes(model).maxWords ?? Infinity }))
    .find(({ reads }) => draftTokens > 0 && words > reads)
  return (
    <output className={styles.warning}>
      {exceededModel !== undefined && (
        <>
          <span>{t('chat.tooLong', { model: shortName(exceededModel.id), words, reads: exceededModel.reads })}</span>
          {modelDialog !== null && (
            <Button size="small" onPress={() => openDialog(modelDialog)}>
              {t('failure.choose-model')}
            </Button>
          )}
        </>
      )}
    </output>
  )
}
