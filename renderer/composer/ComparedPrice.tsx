// About what it costs to have several models answer a prompt, in words, before it is sent.

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { piecesOf } from '../format/amounts.ts'
import { modelOf } from '../state/known.ts'
import { useWindow } from '../state/store.ts'
import { assumedWords, estimateFor, type Estimate } from './compared-price.ts'
import { useDollars } from '../format/use-dollars.ts'

interface ComparedPriceProps {
  readonly models: readonly string[]
  /** About how much each of them is given. */
  readonly read: number
}

export function ComparedPrice({ models, read }: ComparedPriceProps) {
  const { t } = useTranslation()
  const dollars = useDollars()
  const style = useWindow(({ setup }) => setup.style)
  const thinks = useWindow(({ thinkingModels }) => models.some((model) => thinkingModels.includes(model)))
  const estimate = useEstimate(models, read)
  const { known, low, high } = estimate
  if (known === 0) return t('compare.priceNone')
  const count = models.length
  if (high === 0 && known === count) return t('compare.free')
  const price = dollars(low) === dollars(high) ? dollars(high) : t('compare.range', { low: dollars(low), high: dollars(high) })
  const about = { price, words: assumedWords(style), known, count }
  return `${t(known === count ? 'compare.priceAll' : 'compare.priceSome', about)}${thinks ? ` ${t('compare.thinking')}` : ''}`
}

function useEstimate(ids: readonly string[], read: number): Estimate {
  const models = useWindow((state) => state.models)
  const lookedUp = useWindow((state) => state.lookedUp)
  const style = useWindow((state) => state.setup.style)
  return useMemo(() => {
    const asked = ids.map((id) => modelOf({ models, lookedUp }, id))
    return estimateFor(asked, { read, written: piecesOf(assumedWords(style)) })
  }, [models, lookedUp, ids, read, style])
}
