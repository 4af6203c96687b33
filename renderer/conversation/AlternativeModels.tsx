// The models that can be taken in the place of one that failed, one click each, and the way to all of them.

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getMessageImages } from '../../shared/attachments.ts'
import { maxComparedModels, type Answer } from '../../shared/types/messages.ts'
import type { Model } from '../../shared/types/models.ts'
import { callMain } from '../state/bridge.ts'
import { chooseModel } from '../state/choose-model.ts'
import { useConversation } from '../state/conversation.ts'
import { openDialog } from '../state/layout.ts'
import { addColumn, retryPrompt, useIsInComparison } from '../state/retry.ts'
import { shortName } from '../../shared/model-name.ts'
import { Button } from '../ui/Button.tsx'
import styles from './AlternativeModels.module.css'

interface AlternativeModelsProps {
  readonly answer: Answer
  /** Only there the prompt can be sent again. */
  readonly isLast: boolean
}

export function AlternativeModels({ answer, isLast }: AlternativeModelsProps) {
  const { t } = useTranslation()
  const needsVision = useConversation(
    ({ messages }) => messages.filter(({ id }) => id === answer.parentId).flatMap(getMessageImages).length > 0,
  )
  const alternatives = useAlternatives(answer.model, needsVision, isLast)
  const isColumn = useIsInComparison(answer.id)
  const comparedAnswers = useConversation(({ comparison }) => comparison)
  if (alternatives === null) return null
  const models = isColumn ? listAddableModels(comparedAnswers ?? [], alternatives) : alternatives
  const selectModel = (id: string) => {
    if (isColumn) void addColumn(answer, id)
    else {
      void chooseModel(id)
      void retryPrompt(answer.parentId)
    }
  }
  return (
    <div className={styles.alternatives}>
      {models.map(({ id }) => (
        <Button key={id} size="small" onPress={() => selectModel(id)}>
          <span className={styles.model}>{t(isColumn ? 'compare.add' : 'failure.use', { model: getDisplayName(models, id) })}</span>
        </Button>
      ))}
      {!isColumn && (
        <Button
          size="small"
          kind={models.length === 0 ? 'secondary' : 'ghost'}
          onPress={() => openDialog(needsVision ? 'vision-models' : 'models')}
        >
          {t('failure.choose-model')}
        </Button>
      )}
    </div>
  )
}

/** Those that are not there yet, as long as another column may stand beside those that are. */
function listAddableModels(comparedAnswers: readonly Answer[], models: readonly Model[]): readonly Model[] {
  if (comparedAnswers.length >= maxComparedModels) return []
  return models.filter(({ id }) => comparedAnswers.every(({ model }) => model !== id))
}

/** The short name, unless two of them have the same. */
function getDisplayName(models: readonly Model[], id: string): string {
  const name = shortName(id)
  return models.some((other) => other.id !== id && shortName(other.id) === name) ? id : name
}

/** Null until main has answered: what appears late would move the button under the pointer. */
function useAlternatives(model: string, needsVision: boolean, isEnabled: boolean): readonly Model[] | null {
  const [models, setModels] = useState<readonly Model[] | null>(null)
  useEffect(() => {
    if (!isEnabled) return undefined
    let isActive = true
    void callMain('models.alternatives', { id: model, needsVision }).then((reply) => {
      if (isActive) setModels(reply.ok ? reply.value : [])
    })
    return () => {
      isActive = false
    }
  }, [model, needsVision, isEnabled])
  return isEnabled ? models : []
}
