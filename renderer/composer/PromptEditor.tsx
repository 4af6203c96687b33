// A prompt that is being edited, in its place. What is sent stands beside the old one, which stays: nothing that was said is changed.

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../shared/types/drafts.ts'
import { isAnswering } from '../state/badges.ts'
import { getModelsForEdit, hasPickedAnswer } from '../state/comparison.ts'
import { useComposer } from '../state/composer.ts'
import { useConversation } from '../state/conversation.ts'
import { findDraftSecrets } from '../state/drafts.ts'
import { cancelEdit, sendEdit, setEdit } from '../state/edits.ts'
import { getPrecedingMessages } from '../state/preceding-messages.ts'
import { focusSecret } from '../state/secret-review.ts'
import { shortName } from '../../shared/model-name.ts'
import { Button } from '../ui/Button.tsx'
import { Attachments } from './Attachments.tsx'
import { VisionWarning } from './VisionWarning.tsx'
import { ComparedPrice } from './ComparedPrice.tsx'
import { SecretCard } from './SecretCard.tsx'
import { LengthWarning } from './LengthWarning.tsx'
import { usePromptTokens } from './use-prompt-tokens.ts'
import styles from './PromptEditor.module.css'

interface PromptEditorProps {
  readonly promptId: string
  readonly draft: Draft
}

export function PromptEditor({ promptId, draft }: PromptEditorProps) {
  const { t } = useTranslation()
  const conversation = useConversation((state) => state)
  const isBusy = isAnswering(conversation)
  const selectedModel = useComposer((record) => record.model)
  const models = useMemo(() => getModelsForEdit(conversation, promptId, selectedModel), [conversation, promptId, selectedModel])
  const preceding = useMemo(() => getPrecedingMessages(conversation, promptId), [conversation, promptId])
  const tokens = usePromptTokens(draft, preceding)
  const isCompared = models.length > 1
  /** What was held back; of the past as soon as something else stands here. */
  const [blockedDraft, setBlockedDraft] = useState<Draft | null>(null)
  const textareaRef = useRef<HTMLTextAreaElement>(null)
  const cardRef = useRef<HTMLDivElement>(null)
  const noteId = useId()
  const { text, attachments } = draft
  const isEmpty = text.trim() === '' && attachments.length === 0
  const secrets = blockedDraft === draft ? findDraftSecrets(draft) : []

  useEffect(() => {
    textareaRef.current?.focus()
    textareaRef.current?.setSelectionRange(textareaRef.current.value.length, textareaRef.current.value.length)
  }, [])

  const submit = (allowSecrets: boolean) => {
    if (isEmpty || isBusy) return
    // Main looks too, and decides.
    if (!allowSecrets && findDraftSecrets(draft).length > 0) setBlockedDraft(draft)
    else void sendEdit(promptId, allowSecrets)
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
    <div ref={cardRef} className={styles.editor}>
      {secrets.length > 0 && (
        <SecretCard
          secrets={secrets}
          onGoToSecret={() => cardRef.current !== null && focusSecret(cardRef.current, secrets[0])}
          onSendAnyway={() => submit(true)}
        />
      )}
      <Attachments
        attachments={attachments}
        onRemove={(removed) => setEdit(promptId, { text, attachments: attachments.filter((each) => each !== removed) })}
      />
      <textarea
        ref={textareaRef}
        data-prompt-text
        dir="auto"
        className={styles.textarea}
        aria-label={t('chat.editLabel')}
        aria-describedby={noteId}
        value={text}
        onChange={(event) => setEdit(promptId, { text: event.target.value, attachments })}
        onKeyDown={onKeyDown}
      />
      <VisionWarning draft={draft} models={models} preceding={preceding} modelDialog={isCompared ? null : 'vision-models'} />
      <LengthWarning models={models} tokens={tokens} modelDialog={isCompared ? null : 'models'} />
      <div className={styles.foot}>
        <div id={noteId} className={styles.note}>
          {isBusy && <p>{t('chat.editWaits')}</p>}
          {!isBusy && isCompared && (
            <>
              <p>{t('compare.answeredBy', { models: models.map(shortName).join(', ') })}</p>
              <p>
                <ComparedPrice models={models} inputTokens={tokens.total} />
              </p>
            </>
          )}
          {!isBusy && !isCompared && hasPickedAnswer(conversation, promptId) && (
            <p>{t('compare.answeredByOne', { models: models.map(shortName).join() })}</p>
          )}
        </div>
        <Button size="small" kind="ghost" onPress={() => cancelEdit(promptId)}>
          {t('chat.editCancel')}
        </Button>
        <Button size="small" kind="primary" isDisabled={isEmpty || isBusy} onPress={() => submit(false)}>
          {t('chat.editSend')}
        </Button>
      </div>
    </div>
  )
}
