// Says, before a prompt is sent, that it seems too long for the model, and how much that model reads. It can be sent all the same: this is
// an estimate.

import { useTranslation } from 'react-i18next'
import { offerOf, wordsOf } from '../models/amounts.ts'
import { modelOf } from '../models/known.ts'
import { shortName } from '../models/names.ts'
import { change, useWindow } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import { useModelsToAsk } from './compared.ts'
import { usePromptTokens } from './use-prompt-tokens.ts'
import styles from './TooLong.module.css'

export function TooLong() {
  const { t } = useTranslation()
  const models = useWindow((state) => state.models)
  const lookedUp = useWindow((state) => state.lookedUp)
  const ids = useModelsToAsk()
  const { whole, mine } = usePromptTokens()
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
          <Button size="small" onPress={() => change({ dialog: ids.length > 1 ? 'compare' : 'models' })}>
            {t('failure.choose-model')}
          </Button>
        </>
      )}
    </output>
  )
}
