// A prompt that is being edited, in its place. What is sent stands beside the old one, which stays: nothing that was said is changed.

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../shared/types/conversations.ts'
import { isAnswering } from '../state/badges.ts'
import { shortName } from '../../shared/model-name.ts'
import { useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Attachments } from './Attachments.tsx'
import { CannotSee } from './CannotSee.tsx'
import { ComparedPrice } from './ComparedPrice.tsx'
import { isPicked, modelsOfEdit } from '../state/comparison.ts'
import { cancelEdit, sendEdit, setEdit } from '../state/edits.ts'
import { goToSecret, secretsOf } from '../state/held-back.ts'
import { saidBefore } from '../state/said-before.ts'
import { SecretCard } from './SecretCard.tsx'
import { TooLong } from './TooLong.tsx'
import { usePromptTokens } from './use-prompt-tokens.ts'
import styles from './PromptEditor.module.css'

interface PromptEditorProps {
  readonly promptId: string
  readonly draft: Draft
}

export function PromptEditor({ promptId, draft }: PromptEditorProps) {
  const { t } = useTranslation()
  const conversation = useWindow((state) => state.conversation)
  const isBusy = isAnswering(conversation)
  const chosen = useWindow((state) => state.model)
  const models = useMemo(() => modelsOfEdit(conversation, promptId, chosen), [conversation, promptId, chosen])
  const before = useMemo(() => saidBefore(conversation, promptId), [conversation, promptId])
  const tokens = usePromptTokens(draft, before)
  const isCompared = models.length > 1
  /** What was held back; of the past as soon as something else stands here. */
  const [heldBack, setHeldBack] = useState<Draft | null>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const card = useRef<HTMLDivElement>(null)
  const noteId = useId()
  const { text, attachments } = draft
  const isEmpty = text.trim() === '' && attachments.length === 0
  const secrets = heldBack === draft ? secretsOf(draft) : []

  useEffect(() => {
    box.current?.focus()
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length)
  }, [])

  const submit = (sendsSecrets: boolean) => {
    if (isEmpty || isBusy) return
    // Main looks too, and decides.
    if (!sendsSecrets && secretsOf(draft).length > 0) setHeldBack(draft)
    else void sendEdit(promptId, sendsSecrets)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(false)
    else if (event.key === 'Escape') cancelEdit(promptId)
    else return
    // Escape stops the answer elsewhere in the window.
    event.preventDefault()
  }

  return (
    <div ref={card} className={styles.editor}>
      {secrets.length > 0 && (
        <SecretCard
          secrets={secrets}
          onTakeOut={() => card.current !== null && goToSecret(card.current, secrets[0])}
          onSendAnyway={() => submit(true)}
        />
      )}
      <Attachments
        attachments={attachments}
        onRemove={(removed) => setEdit(promptId, { text, attachments: attachments.filter((each) => each !== removed) })}
      />
      <textarea
        ref={box}
        data-prompt-text
        dir="auto"
        className={styles.box}
        aria-label={t('chat.editLabel')}
        aria-describedby={noteId}
        value={text}
        onChange={(event) => setEdit(promptId, { text: event.target.value, attachments })}
        onKeyDown={onKeyDown}
      />
      <CannotSee draft={draft} models={models} before={before} choosing={isCompared ? null : 'seeing-models'} />
      <TooLong models={models} tokens={tokens} choosing={isCompared ? null : 'models'} />
      <div className={styles.foot}>
        <div id={noteId} className={styles.note}>
          {isBusy && <p>{t('chat.editWaits')}</p>}
          {!isBusy && isCompared && (
            <>
              <p>{t('compare.editedBy', { models: models.map(shortName).join(', ') })}</p>
              <p>
                <ComparedPrice models={models} read={tokens.whole} />
              </p>
            </>
          )}
          {!isBusy && !isCompared && isPicked(conversation, promptId) && (
            <p>{t('compare.editedByOne', { models: models.map(shortName).join() })}</p>
          )}
        </div>
        <Button size="small" kind="quiet" onPress={() => cancelEdit(promptId)}>
          {t('chat.editCancel')}
        </Button>
        <Button size="small" kind="main" isDisabled={isEmpty || isBusy} onPress={() => submit(false)}>
          {t('chat.editSend')}
        </Button>
      </div>
    </div>
  )
}
