// Says, before a prompt is sent, that it seems too long for the model, and how much that model reads. It can be sent all the same: this is
// an estimate.

import { useTranslation } from 'react-i18next'
import { offerOf, wordsOf } from '../format/amounts.ts'
import { modelOf } from '../state/known.ts'
import { shortName } from '../../shared/model-name.ts'
import { change, useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import type { PromptTokens } from './use-prompt-tokens.ts'
import styles from './TooLong.module.css'

interface TooLongProps {
  readonly models: readonly string[]
  readonly tokens: PromptTokens
  /** Where others can be chosen; null for a prompt that goes to all of these whatever they read. */
  readonly choosing: 'compare' | 'models' | null
}

export function TooLong({ models: ids, tokens: { whole, mine }, choosing }: TooLongProps) {
  const { t } = useTranslation()
  const models = useWindow((state) => state.models)
  const lookedUp = useWindow((state) => state.lookedUp)
  const words = wordsOf(whole)
  const asked = ids.flatMap((id) => modelOf({ models, lookedUp }, id) ?? [])
  // Nothing in the box is nothing to warn of, however long the conversation is.
  const tooShort = asked
    .map((model) => ({ id: model.id, reads: offerOf(model).reads ?? Infinity }))
    .find(({ reads }) => mine > 0 && words > reads)
  return (
    <output className={styles.place}>
      {tooShort !== undefined && (
        <>
          <span>{t('chat.tooLong', { model: shortName(tooShort.id), words, reads: tooShort.reads })}</span>
          {choosing !== null && (
            <Button size="small" onPress={() => change({ dialog: choosing })}>
              {t('failure.choose-model')}
            </Button>
          )}
        </>
      )}
    </output>
  )
}
