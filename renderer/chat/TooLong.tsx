// Says, before a prompt is sent, that it seems too long for the model, and how much that model reads. It can be sent all the same: this is
// an estimate.

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { offerOf, wordsOf } from '../models/amounts.ts'
import { modelOf } from '../models/known.ts'
import { shortName } from '../models/names.ts'
import { change, useWindow } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import { tokensOfDraft, tokensOfMessages } from './prompt-length.ts'
import styles from './TooLong.module.css'

export function TooLong() {
  const { t } = useTranslation()
  const draft = useWindow((state) => state.draft)
  const messages = useWindow((state) => state.conversation.messages)
  const model = useWindow((state) => modelOf(state, state.model))
  const before = useMemo(() => tokensOfMessages(messages), [messages])
  const mine = useMemo(() => tokensOfDraft(draft), [draft])
  const reads = model === undefined ? null : offerOf(model).reads
  const words = wordsOf(before + mine)
  // Nothing in the box is nothing to warn of, however long the conversation is.
  const isTooLong = model !== undefined && reads !== null && mine > 0 && words > reads
  return (
    <output className={styles.place}>
      {isTooLong && (
        <>
          <span>{t('chat.tooLong', { model: shortName(model.id), words, reads })}</span>
          <Button size="small" onPress={() => change({ dialog: 'models' })}>
            {t('failure.choose-model')}
          </Button>
        </>
      )}
    </output>
  )
}
