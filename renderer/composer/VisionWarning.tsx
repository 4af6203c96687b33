// Says, before a prompt is sent, which pictures its models are not given: one that does not look at any keeps those that are to go along from
// being sent, and earlier ones are left out; of too many, the oldest are.

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { filterImages } from '../../shared/attachments.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import { shortName } from '../../shared/model-name.ts'
import { Button } from '../ui/Button.tsx'
import { openDialog } from '../state/layout.ts'
import { lacksVision, useModels } from '../state/models.ts'
import { getOmittedImages, type PrecedingMessages } from '../state/preceding-messages.ts'
import styles from './PromptWarning.module.css'

/** Whether the draft has a picture that one of the models it goes to is known not to look at. */
export function useHasUnsupportedImages({ attachments }: Draft, models: readonly string[]): boolean {
  const anyLacksVision = useModels((state) => models.some((id) => lacksVision(state, id)))
  return anyLacksVision && filterImages(attachments).length > 0
}

interface VisionWarningProps {
  readonly draft: Draft
  readonly models: readonly string[]
  readonly preceding: PrecedingMessages
  /** Where others can be chosen; null for a prompt that goes to all of these whatever they see. */
  readonly modelDialog: 'compare' | 'vision-models' | null
}

export function VisionWarning({ draft, models, preceding, modelDialog }: VisionWarningProps) {
  const { t } = useTranslation()
  const { attachments } = draft
  const modelWithoutVision = useModels((state) => models.find((id) => lacksVision(state, id)) ?? null)
  const namesWithoutVision = useModels((state) =>
    models
      .filter((id) => lacksVision(state, id))
      .map(shortName)
      .join(', '),
  )
  const omittedImages = useMemo(
    () => getOmittedImages(modelWithoutVision !== null, preceding, filterImages(attachments)),
    [modelWithoutVision, preceding, attachments],
  )
  const formatReason = (model: string) => {
    if (omittedImages === 'earlier') return t('chat.omitsImages', { model: shortName(model) })
    return modelDialog === null
      ? t('compare.lackVision', { models: namesWithoutVision })
      : t('chat.lacksVision', { model: shortName(model) })
  }
  return (
    <output className={styles.warning}>
      {omittedImages === 'oldest' && <span>{t('chat.omitsOldestImages')}</span>}
      {modelWithoutVision !== null && omittedImages !== 'none' && (
        <>
          <span>{formatReason(modelWithoutVision)}</span>
          {modelDialog !== null && (
            <Button size="small" onPress={() => openDialog(modelDialog)}>
              {t('chat.chooseVisionModel')}
            </Button>
          )}
        </>
      )}
    </output>
  )
}
