// Where a prompt is written: the box, what goes along, the model's chip, Send and Stop. What is typed is kept as a draft.

import { ArrowUp, ChevronDown, Columns2, FileText, Square } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton } from 'react-aria-components'
import { defaultTask } from '../../shared/tasks.ts'
import { isAnswering } from '../state/badges.ts'
import {
  getFullDraft,
  moveTextToPrompt,
  removeAttachment,
  setDraft,
  setPasteAreaText,
  useComparedModels,
  useComposer,
  useTargetModels,
} from '../state/composer.ts'
import { useConversation } from '../state/conversation.ts'
import { findExcessAttachments, maxAttachments, withText } from '../state/drafts.ts'
import { getDialog, openDialog } from '../state/layout.ts'
import { useModelNameFormatter, useModelTask, useServerName } from '../state/models.ts'
import { focusSecret } from '../state/secret-review.ts'
import { sendPrompt } from '../state/send-prompt.ts'
import { stopShownRuns } from '../state/stop-runs.ts'
import { shortName } from '../../shared/model-name.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { AddMenu } from './AddMenu.tsx'
import { Attachments } from './Attachments.tsx'
import { VisionWarning, useHasUnsupportedImages } from './VisionWarning.tsx'
import { ComparedModels } from './ComparedModels.tsx'
import { addFiles, notifyTooManyAttachments } from './attach-files.ts'
import { InstructionsChip } from './InstructionsChip.tsx'
import { isMissingText } from './missing-text.ts'
import { PasteArea } from './PasteArea.tsx'
import { SecretCard } from './SecretCard.tsx'
import { StyleChip } from './StyleChip.tsx'
import { LengthWarning } from './LengthWarning.tsx'
import { AttachmentLimitWarning } from './AttachmentLimitWarning.tsx'
import { usePromptTokens } from './use-prompt-tokens.ts'
import styles from './PromptBox.module.css'

/** A longer paste becomes an attachment, so that the box stays readable and quick. */
const maxPasteLength = 4000

export function PromptBox() {
  const { t } = useTranslation()
  const draft = useComposer((record) => record.draft)
  const areaText = useComposer((record) => record.pasteAreaText)
  const readingFile = useComposer((record) => record.readingFile)
  const conversation = useConversation((state) => state)
  const secretReview = useComposer((record) => record.secretReview)
  const cardRef = useRef<HTMLDivElement>(null)
  const textareaRef = useRef<HTMLTextAreaElement>(null)
  const [isPasteAreaOpen, setPasteAreaOpen] = useState(false)
  const [wasTextRequested, setTextRequested] = useState(false)
  const isComparing = conversation.comparison !== null
  const comparedPromptId = conversation.messages.at(-1)?.id
  /** The prompt to which no answer had been chosen when the next one was to be sent. */
  const [unpickedPromptId, setUnpickedPromptId] = useState<string>()
  const comparedModels = useComparedModels()
  const priceId = useId()
  const isRunning = isAnswering(conversation)
  const expectsText = conversation.messages.length === 0 && draft.attachments.length === 0 && isMissingText(draft.text)
  const hasPasteAreaText = areaText.trim() !== ''
  const isTextMissing = expectsText && !hasPasteAreaText
  const isEmpty = draft.text.trim() === '' && draft.attachments.length === 0 && !hasPasteAreaText
  const models = useTargetModels()
  const tokens = usePromptTokens(draft, conversation, areaText)
  const hasUnsupportedImages = useHasUnsupportedImages(draft, models)
  const cannotSend = isEmpty || readingFile !== null || hasUnsupportedImages || findExcessAttachments(draft).attachments.length > 0
  const hasMaxAttachments = draft.attachments.length >= maxAttachments

  useEffect(() => {
    // The box is new when another history takes the place of the one that is there, which is done in a dialog.
    if (getDialog().kind === 'none') textareaRef.current?.focus()
  }, [])

  const attach = (text: string) => {
    setDraft(withText(draft, text, t('chat.attachmentName')))
    textareaRef.current?.focus()
  }
  const attachFromPasteArea = (text: string) => {
    closePasteArea()
    attach(text)
  }
  const closePasteArea = () => {
    setPasteAreaOpen(false)
    setPasteAreaText('')
  }
  const openPasteArea = () => (hasMaxAttachments ? notifyTooManyAttachments() : setPasteAreaOpen(true))
  const submit = () => {
    if (cannotSend || isRunning) return
    // It would have to be guessed which of the answers it goes on from.
    if (isComparing) return setUnpickedPromptId(comparedPromptId)
    if (isTextMissing && !wasTextRequested) return setTextRequested(true)
    setTextRequested(false)
    setPasteAreaOpen(false)
    void sendPrompt(getFullDraft())
  }
  const sendAnyway = () => {
    if (!cannotSend) void sendPrompt(getFullDraft(), true)
  }
  const showFirstSecret = () => {
    if (cardRef.current !== null) focusSecret(cardRef.current, secretReview?.[0])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain')
    const { files } = event.clipboardData
    // Programs that copy text often add a picture of it.
    if (files.length > 0 && text === '') {
      event.preventDefault()
      return void addFiles([...files])
    }
    if (text.length <= maxPasteLength) return
    // It then stays in the box, so that nothing that was pasted is lost. What is in the area will be a text of its own.
    if (getFullDraft().attachments.length >= maxAttachments) return notifyTooManyAttachments()
    event.preventDefault()
    attach(text)
  }

  return (
    <div className={styles.wrapper}>
      {secretReview !== null && !isRunning && (
        <SecretCard secrets={secretReview} onGoToSecret={showFirstSecret} onSendAnyway={sendAnyway} />
      )}
      <div ref={cardRef} className={styles.card}>
        {!hasMaxAttachments && (expectsText || isPasteAreaOpen || hasPasteAreaText) && (
          <PasteArea
            text={areaText}
            isTextRequested={wasTextRequested}
            onChange={setPasteAreaText}
            onAddText={attachFromPasteArea}
            onSkip={isTextMissing && wasTextRequested ? submit : null}
            onClose={expectsText ? null : closePasteArea}
          />
        )}
        <Attachments attachments={draft.attachments} onRemove={removeAttachment} onMoveToPrompt={moveTextToPrompt} />
        <output className={styles.fileStatus}>{readingFile !== null && t('chat.reading', { name: readingFile })}</output>
        <textarea
          ref={textareaRef}
          data-prompt-box
          data-prompt-text
          rows={1}
          dir="auto"
          className={styles.textarea}
          aria-label={t('chat.promptLabel')}
          aria-describedby={comparedModels.length > 0 ? priceId : undefined}
          placeholder={usePlaceholder()}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <AttachmentLimitWarning draft={draft} onRemoved={() => textareaRef.current?.focus()} />
        <VisionWarning
          draft={draft}
          models={models}
          preceding={conversation}
          modelDialog={comparedModels.length > 0 ? 'compare' : 'vision-models'}
        />
        <LengthWarning models={models} tokens={tokens} modelDialog={comparedModels.length > 0 ? 'compare' : 'models'} />
        <output className={styles.pickFirst}>{isComparing && unpickedPromptId === comparedPromptId && t('compare.pickFirst')}</output>
        <ComparedModels id={priceId} inputTokens={tokens.total} />
        <div className={styles.tools}>
          <AddMenu onAddText={openPasteArea} />
          {comparedModels.length > 0 ? <ComparedChip models={comparedModels} /> : <ModelChip />}
          {comparedModels.length === 0 && (
            <IconButton label={t('system.commands.compare')} aria-haspopup="dialog" onPress={() => openDialog('compare')}>
              <Columns2 size={16} aria-hidden />
            </IconButton>
          )}
          <StyleChip />
          <InstructionsChip />
          <span className={styles.spacer} />
          {!isRunning ? (
            <AriaButton className={styles.send ?? ''} aria-label={t('chat.send')} isDisabled={cannotSend} onPress={submit}>
              <ArrowUp size={18} aria-hidden />
            </AriaButton>
          ) : (
            <Button onPress={() => void stopShownRuns()}>
              <Square size={13} fill="currentColor" aria-hidden />
              {t('chat.stop')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

function usePlaceholder(): string {
  const { t } = useTranslation()
  const model = useComposer((record) => record.model)
  const task = useModelTask(model)
  const { length: count } = useComparedModels()
  const isComparing = useConversation(({ comparison }) => comparison !== null)
  if (isComparing) return t('compare.pickHint')
  if (count > 0) return t('compare.promptHint', { count })
  if (model === null) return t('chat.promptHintNoModel')
  return t(`tasks.promptHint.${task ?? defaultTask}`, { model: shortName(model) })
}

function ComparedChip({ models }: { readonly models: readonly string[] }) {
  const { t } = useTranslation()
  const getFullName = useModelNameFormatter()
  return (
    <AriaButton
      className={styles.chip ?? ''}
      aria-label={t('compare.chip', { count: models.length, models: models.map(getFullName).join(', ') })}
      aria-haspopup="dialog"
      onPress={() => openDialog('compare')}
    >
      <Columns2 size={14} aria-hidden />
      <span className={styles.model}>{t('compare.models', { count: models.length })}</span>
      <ChevronDown size={15} aria-hidden />
    </AriaButton>
  )
}

function ModelChip() {
  const { t } = useTranslation()
  const model = useComposer((record) => record.model)
  const task = useModelTask(model)
  const server = useServerName(model)
  const getFullName = useModelNameFormatter()
  return (
    <AriaButton
      className={styles.chip ?? ''}
      aria-label={model === null ? t('chat.chooseModel') : t('chat.model', { model: getFullName(model) })}
      aria-haspopup="dialog"
      onPress={() => openDialog('models')}
    >
      <bdi className={styles.model}>{model === null ? t('chat.chooseModel') : shortName(model)}</bdi>
      {server !== null && <span className={styles.server}>{t('models.at', { server })}</span>}
      {task !== null && task !== defaultTask && (
        <span className={styles.continues}>
          <FileText size={13} aria-hidden /> {t(`tasks.badge.${task}`)}
        </span>
      )}
      <ChevronDown size={15} aria-hidden />
    </AriaButton>
  )
}
