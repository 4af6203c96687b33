// The models that answer the next prompt side by side, each with a way out, and about what all of it costs, before it is sent.

import { X } from 'lucide-react'
import { useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { toldFirst } from '../../electron/shared/style.ts'
import { piecesOf } from '../models/amounts.ts'
import { modelOf, useFullNames } from '../models/known.ts'
import { shortName } from '../models/names.ts'
import { useWindow, type WindowState } from '../store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { compareNext, useCompared } from './compared.ts'
import { assumedWords, estimateFor, type Estimate } from './compared-price.ts'
import { withText } from './drafts.ts'
import { tokensOfDraft, tokensOfMessages } from './prompt-length.ts'
import { estimateTokens } from './token-estimate.ts'
import { useDollars } from './use-dollars.ts'
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

/** What is read is all that goes along: the instructions, what was said before, and what stands in the box. */
function useEstimate(ids: readonly string[]): Estimate {
  const models = useWindow((state) => state.models)
  const lookedUp = useWindow((state) => state.lookedUp)
  const { messages, earlier } = useWindow((state) => state.conversation)
  const setup = useWindow((state) => state.setup)
  const draft = useWindow((state) => state.draft)
  const areaText = useWindow((state) => state.areaText)
  // Of what has not been read yet, as much as of what has.
  const before = useMemo(
    () => tokensOfMessages(messages) * (messages.length === 0 ? 0 : 1 + earlier / messages.length),
    [messages, earlier],
  )
  const first = useMemo(() => estimateTokens(toldFirst(setup.instructions, setup.style)), [setup])
  const mine = useMemo(() => tokensOfDraft(areaText.trim() === '' ? draft : withText(draft, areaText, '')), [draft, areaText])
  return useMemo(() => {
    const known: Pick<WindowState, 'models' | 'lookedUp'> = { models, lookedUp }
    const amount = { read: before + first + mine, written: piecesOf(assumedWords(setup.style)) }
    return estimateFor(
      ids.map((id) => modelOf(known, id)),
      amount,
    )
  }, [models, lookedUp, ids, before, first, mine, setup])
}
