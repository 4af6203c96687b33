// The models that can be taken in the place of one that failed, one click each, and the way to all of them.

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { imagesOf } from '../../shared/attachments.ts'
import { mostCompared, type Answer } from '../../shared/types/conversations.ts'
import type { Model } from '../../shared/types/models.ts'
import { call } from '../state/bridge.ts'
import { chooseModel } from '../state/models.ts'
import { shortName } from '../../shared/model-name.ts'
import { change, useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { addColumn, useIsColumn } from '../state/columns.ts'
import { sendAgain } from '../state/runs.ts'
import styles from './OtherModels.module.css'

interface OtherModelsProps {
  readonly answer: Answer
  /** Only there the prompt can be sent again. */
  readonly isLast: boolean
}

export function OtherModels({ answer, isLast }: OtherModelsProps) {
  const { t } = useTranslation()
  const mustSee = useWindow(
    ({ conversation }) => conversation.messages.filter(({ id }) => id === answer.parentId).flatMap(imagesOf).length > 0,
  )
  const alternatives = useOthers(answer.model, mustSee, isLast)
  const isColumn = useIsColumn(answer.id)
  const compared = useWindow(({ conversation }) => conversation.comparison)
  if (alternatives === null) return null
  const others = isColumn ? roomBeside(compared ?? [], alternatives) : alternatives
  const use = (id: string) => {
    if (isColumn) void addColumn(answer, id)
    else {
      void chooseModel(id)
      void sendAgain(answer.parentId)
    }
  }
  return (
    <div className={styles.others}>
      {others.map(({ id }) => (
        <Button key={id} size="small" onPress={() => use(id)}>
          <span className={styles.use}>{t(isColumn ? 'compare.add' : 'failure.use', { model: nameAmong(others, id) })}</span>
        </Button>
      ))}
      {!isColumn && (
        <Button
          size="small"
          kind={others.length === 0 ? 'plain' : 'quiet'}
          onPress={() => change({ dialog: mustSee ? 'seeing-models' : 'models' })}
        >
          {t('failure.choose-model')}
        </Button>
      )}
    </div>
  )
}

/** Those that are not there yet, as long as another column may stand beside those that are. */
function roomBeside(compared: readonly Answer[], others: readonly Model[]): readonly Model[] {
  if (compared.length >= mostCompared) return []
  return others.filter(({ id }) => compared.every(({ model }) => model !== id))
}

/** The short name, unless two of them have the same. */
function nameAmong(others: readonly Model[], id: string): string {
  const name = shortName(id)
  return others.some((other) => other.id !== id && shortName(other.id) === name) ? id : name
}

/** Null until main has answered: what appears late would move the button under the pointer. */
function useOthers(model: string, mustSee: boolean, isWanted: boolean): readonly Model[] | null {
  const [others, setOthers] = useState<readonly Model[] | null>(null)
  useEffect(() => {
    if (!isWanted) return undefined
    let isAwaited = true
    void call('models.alternatives', { id: model, mustSee }).then((reply) => {
      if (isAwaited) setOthers(reply.ok ? reply.value : [])
    })
    return () => {
      isAwaited = false
    }
  }, [model, mustSee, isWanted])
  return isWanted ? others : []
}
