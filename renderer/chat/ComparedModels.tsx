// The models that answer the next prompt side by side, each with a way out, and about what all of it costs, before it is sent.

import { X } from 'lucide-react'
import { useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { piecesOf } from '../models/amounts.ts'
import { modelOf, useFullNames } from '../models/known.ts'
import { shortName } from '../models/names.ts'
import { useWindow } from '../store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { compareNext, useCompared } from './compared.ts'
import { assumedWords, estimateFor, type Estimate } from './compared-price.ts'
import { useDollars } from './use-dollars.ts'
import { usePromptTokens } from './use-prompt-tokens.ts'
import styles from './ComparedModels.module.css'

export function ComparedModels({ id }: { readonly id: string }) {
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
        <PriceOf models={models} />
      </p>
    </div>
  )
}

function PriceOf({ models }: { readonly models: readonly string[] }) {
  const { t } = useTranslation()
  const dollars = useDollars()
  const style = useWindow(({ setup }) => setup.style)
  const thinks = useWindow(({ thinkingModels }) => models.some((model) => thinkingModels.includes(model)))
  const estimate = useEstimate(models)
  const { known, low, high } = estimate
  if (known === 0) return t('compare.priceNone')
  const count = models.length
  if (high === 0 && known === count) return t('compare.free')
  const price = dollars(low) === dollars(high) ? dollars(high) : t('compare.range', { low: dollars(low), high: dollars(high) })
  const about = { price, words: assumedWords(style), known, count }
  return `${t(known === count ? 'compare.priceAll' : 'compare.priceSome', about)}${thinks ? ` ${t('compare.thinking')}` : ''}`
}

function useEstimate(ids: readonly string[]): Estimate {
  const models = useWindow((state) => state.models)
  const lookedUp = useWindow((state) => state.lookedUp)
  const style = useWindow((state) => state.setup.style)
  const { whole } = usePromptTokens()
  return useMemo(() => {
    const asked = ids.map((id) => modelOf({ models, lookedUp }, id))
    return estimateFor(asked, { read: whole, written: piecesOf(assumedWords(style)) })
  }, [models, lookedUp, ids, whole, style])
}
