// About what it costs to have several models answer a prompt, in words, before it is sent.

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { wordsToTokens } from '../format/word-amounts.ts'
import { findModel, useModels } from '../state/models.ts'
import { useSetup } from '../state/setup.ts'
import { getAssumedWordCount, estimateCost, type CostEstimate } from './answer-cost.ts'
import { useFormatDollars } from '../format/use-format-dollars.ts'

interface ComparedPriceProps {
  readonly models: readonly string[]
  /** About how much each of them is given. */
  readonly inputTokens: number
}

export function ComparedPrice({ models, inputTokens }: ComparedPriceProps) {
  const { t } = useTranslation()
  const formatDollars = useFormatDollars()
  const { style } = useSetup()
  const hasThinkingModel = useModels(({ thinkingModels }) => models.some((model) => thinkingModels.includes(model)))
  const estimate = useEstimate(models, inputTokens)
  const { pricedCount, low, high } = estimate
  if (pricedCount === 0) return t('compare.priceNone')
  const count = models.length
  if (high === 0 && pricedCount === count) return t('compare.free')
  const price =
    formatDollars(low) === formatDollars(high)
      ? formatDollars(high)
      : t('compare.range', { low: formatDollars(low), high: formatDollars(high) })
  const params = { price, words: getAssumedWordCount(style), known: pricedCount, count }
  return `${t(pricedCount === count ? 'compare.priceAll' : 'compare.priceSome', params)}${hasThinkingModel ? ` ${t('compare.thinking')}` : ''}`
}

function useEstimate(ids: readonly string[], inputTokens: number): CostEstimate {
  const models = useModels((state) => state)
  const { style } = useSetup()
  return useMemo(() => {
    const pricedModels = ids.map((id) => findModel(models, id))
    return estimateCost(pricedModels, { inputTokens, outputTokens: wordsToTokens(getAssumedWordCount(style)) })
  }, [models, ids, inputTokens, style])
}
