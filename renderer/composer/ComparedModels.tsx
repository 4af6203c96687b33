// The models that answer the next prompt side by side, each with a way out, and about what all of it costs, before it is sent.

import { X } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFullNames } from '../state/known.ts'
import { shortName } from '../../shared/model-name.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { compareNext, useCompared } from '../state/compared.ts'
import { ComparedPrice } from './ComparedPrice.tsx'
import styles from './ComparedModels.module.css'

interface ComparedModelsProps {
  /** That of the price. */
  readonly id: string
  /** About how much each of them is given. */
  readonly read: number
}

export function ComparedModels({ id, read }: ComparedModelsProps) {
  const { t } = useTranslation()
  const models = useCompared()
  const nameOf = useFullNames()
  const listId = useId()
  if (models.length === 0) return null
  return (
    <div className={styles.place}>
      <div className={styles.models}>
        <span id={listId} className={styles.label}>
          {t('compare.list')}
        </span>
        <ul aria-labelledby={listId} className={styles.list}>
          {models.map((model) => (
            <li key={model} className={styles.model}>
              <bdi title={nameOf(model)}>{shortName(model)}</bdi>
              <IconButton
                size="small"
                label={t('compare.takeOut', { model: nameOf(model) })}
                onPress={() => compareNext(models.filter((each) => each !== model))}
              >
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <Button size="small" kind="quiet" onPress={() => compareNext([])}>
          {t('compare.end')}
        </Button>
      </div>
      <p id={id} className={styles.price}>
        <ComparedPrice models={models} read={read} />
      </p>
    </div>
  )
}
