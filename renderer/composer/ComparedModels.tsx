// The models that answer the next prompt side by side, each with a way out, and about what all of it costs, before it is sent.

import { X } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { setComparedModels, useComparedModels } from '../state/composer.ts'
import { useModelNameFormatter } from '../state/models.ts'
import { shortName } from '../../shared/model-name.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { ComparedPrice } from './ComparedPrice.tsx'
import styles from './ComparedModels.module.css'

interface ComparedModelsProps {
  /** That of the price. */
  readonly id: string
  /** About how much each of them is given. */
  readonly inputTokens: number
}

export function ComparedModels({ id, inputTokens }: ComparedModelsProps) {
  const { t } = useTranslation()
  const models = useComparedModels()
  const getFullName = useModelNameFormatter()
  const listId = useId()
  if (models.length === 0) return null
  return (
    <div className={styles.panel}>
      <div className={styles.models}>
        <span id={listId} className={styles.label}>
          {t('compare.list')}
        </span>
        <ul aria-labelledby={listId} className={styles.list}>
          {models.map((model) => (
            <li key={model} className={styles.model}>
              <bdi title={getFullName(model)}>{shortName(model)}</bdi>
              <IconButton
                size="small"
                label={t('compare.remove', { model: getFullName(model) })}
                onPress={() => setComparedModels(models.filter((each) => each !== model))}
              >
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <Button size="small" kind="ghost" onPress={() => setComparedModels([])}>
          {t('compare.end')}
        </Button>
      </div>
      <p id={id} className={styles.price}>
        <ComparedPrice models={models} inputTokens={inputTokens} />
      </p>
    </div>
  )
}
