// Where a prompt is written: the box, what goes along, the model's chip, Send and Stop. What is typed is kept as a draft.

import { ArrowUp, ChevronDown, Columns2, FileText, Square } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton } from 'react-aria-components'
import { useFullNames, useServerName, useTask } from '../state/known.ts'
import { shortName } from '../../shared/model-name.ts'
import { change, state, useWindow } from '../state/store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { AddMenu } from './AddMenu.tsx'
import { Attachments } from './Attachments.tsx'
import { CannotSee, useCannotSee } from './CannotSee.tsx'
import { useCompared, useModelsToAsk } from '../state/compared.ts'
import { ComparedModels } from './ComparedModels.tsx'
import { runningAnswers } from '../state/comparison.ts'
import { putIntoBox, setAreaText, setDraft, takeOff, wholeDraft } from '../state/conversation.ts'
import { mostTexts, tooManyOf, withText } from '../state/drafts.ts'
import { addFiles, tellFull } from './files.ts'
import { goToSecret, useHeldBack } from '../state/held-back.ts'
import { InstructionsChip } from './InstructionsChip.tsx'
import { isMissingText } from './missing-text.ts'
import { PasteArea } from './PasteArea.tsx'
import { send, stopShown } from '../state/runs.ts'
import { SecretCard } from './SecretCard.tsx'
import { StyleChip } from './StyleChip.tsx'
import { TooLong } from './TooLong.tsx'
import { TooMany } from './TooMany.tsx'
import { usePromptTokens } from './use-prompt-tokens.ts'
import styles from './PromptBox.module.css'

/** A longer paste becomes an attachment, so that the box stays readable and quick. */
const longestPaste = 4000

export function PromptBox() {
  const { t } = useTranslation()
  const draft = useWindow((now) => now.draft)
  const areaText = useWindow((now) => now.areaText)
  const readingFile = useWindow((now) => now.readingFile)
  const conversation = useWindow((now) => now.conversation)
  const heldBack = useHeldBack()
  const card = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const [isAreaOpen, setAreaOpen] = useState(false)
  const [wasAsked, setAsked] = useState(false)
  const isComparing = conversation.comparison !== null
  const comparedPrompt = conversation.messages.at(-1)?.id
  /** The prompt to which no answer had been chosen when the next one was to be sent. */
  const [unpicked, setUnpicked] = useState<string>()
  const compared = useCompared()
  const priceId = useId()
  const isRunning = runningAnswers(conversation).length > 0
  const speaksOfText = conversation.messages.length === 0 && draft.attachments.length === 0 && isMissingText(draft.text)
  const hasAreaText = areaText.trim() !== ''
  const isMissing = speaksOfText && !hasAreaText
  const isEmpty = draft.text.trim() === '' && draft.attachments.length === 0 && !hasAreaText
  const models = useModelsToAsk()
  const tokens = usePromptTokens(draft, conversation, areaText)
  const cannotSee = useCannotSee(draft, models)
  const cannotSend = isEmpty || readingFile !== null || cannotSee || tooManyOf(draft).attachments.length > 0
  const isFull = draft.attachments.length >= mostTexts

  useEffect(() => {
    // The box is new when another history takes the place of the one that is there, which is done in a dialog.
    if (state().dialog === 'none') box.current?.focus()
  }, [])

  const attach = (text: string) => {
    setDraft(withText(draft, text, t('chat.attachmentName')))
    box.current?.focus()
  }
  const attachFromArea = (text: string) => {
    closeArea()
    attach(text)
  }
  const closeArea = () => {
    setAreaOpen(false)
    setAreaText('')
  }
  const openArea = () => (isFull ? tellFull() : setAreaOpen(true))
  const submit = () => {
    if (cannotSend || isRunning) return
    // It would have to be guessed which of the answers it goes on from.
    if (isComparing) return setUnpicked(comparedPrompt)
    if (isMissing && !wasAsked) return setAsked(true)
    setAsked(false)
    setAreaOpen(false)
    void send(wholeDraft())
  }
  const sendAnyway = () => {
    if (!cannotSend) void send(wholeDraft(), true)
  }
  const takeOut = () => {
    if (card.current !== null) goToSecret(card.current, heldBack?.secrets[0])
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
    if (text.length <= longestPaste) return
    // It then stays in the box, so that nothing that was pasted is lost. What is in the area will be a text of its own.
    if (wholeDraft().attachments.length >= mostTexts) return tellFull()
    event.preventDefault()
    attach(text)
  }

  return (
    <div className={styles.place}>
      {heldBack !== null && !isRunning && <SecretCard secrets={heldBack.secrets} onTakeOut={takeOut} onSendAnyway={sendAnyway} />}
      <div ref={card} className={styles.card}>
        {!isFull && (speaksOfText || isAreaOpen || hasAreaText) && (
          <PasteArea
            text={areaText}
            isAsked={wasAsked}
            onChange={setAreaText}
            onText={attachFromArea}
            onSkip={isMissing && wasAsked ? submit : null}
            onClose={speaksOfText ? null : closeArea}
          />
        )}
        <Attachments attachments={draft.attachments} onRemove={takeOff} onPutIntoBox={putIntoBox} />
        <output className={styles.reading}>{readingFile !== null && t('chat.reading', { name: readingFile })}</output>
        <textarea
          ref={box}
          data-home
          data-prompt-text
          rows={1}
          dir="auto"
          className={styles.box}
          aria-label={t('chat.promptLabel')}
          aria-describedby={compared.length > 0 ? priceId : undefined}
          placeholder={usePlaceholder()}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <TooMany draft={draft} onTakenOff={() => box.current?.focus()} />
        <CannotSee draft={draft} models={models} before={conversation} choosing={compared.length > 0 ? 'compare' : 'seeing-models'} />
        <TooLong models={models} tokens={tokens} choosing={compared.length > 0 ? 'compare' : 'models'} />
        <output className={styles.pickFirst}>{isComparing && unpicked === comparedPrompt && t('compare.pickFirst')}</output>
        <ComparedModels id={priceId} read={tokens.whole} />
        <div className={styles.tools}>
          <AddMenu onText={openArea} />
          {compared.length > 0 ? <ComparedChip models={compared} /> : <ModelChip />}
          {compared.length === 0 && (
            <IconButton label={t('system.commands.compare')} aria-haspopup="dialog" onPress={() => change({ dialog: 'compare' })}>
              <Columns2 size={16} aria-hidden />
            </IconButton>
          )}
          <StyleChip />
          <InstructionsChip />
          <span className={styles.space} />
          {!isRunning ? (
            <AriaButton className={styles.send ?? ''} aria-label={t('chat.send')} isDisabled={cannotSend} onPress={submit}>
              <ArrowUp size={18} aria-hidden />
            </AriaButton>
          ) : (
            <Button onPress={stopShown}>
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
  const model = useWindow((now) => now.model)
  const task = useTask(model)
  const { length: count } = useCompared()
  const isComparing = useWindow(({ conversation }) => conversation.comparison !== null)
  if (isComparing) return t('compare.pickHint')
  if (count > 0) return t('compare.promptHint', { count })
  if (model === null) return t('chat.promptHintNoModel')
  return t(task === 'continue' ? 'chat.continueHint' : 'chat.promptHint', { model: shortName(model) })
}

function ComparedChip({ models }: { readonly models: readonly string[] }) {
  const { t } = useTranslation()
  const nameOf = useFullNames()
  return (
    <AriaButton
      className={styles.chip ?? ''}
      aria-label={t('compare.chip', { count: models.length, models: models.map(nameOf).join(', ') })}
      aria-haspopup="dialog"
      onPress={() => change({ dialog: 'compare' })}
    >
      <Columns2 size={14} aria-hidden />
      <span className={styles.model}>{t('compare.models', { count: models.length })}</span>
      <ChevronDown size={15} aria-hidden />
    </AriaButton>
  )
}

function ModelChip() {
  const { t } = useTranslation()
  const model = useWindow((now) => now.model)
  const task = useTask(model)
  const server = useServerName(model)
  const fullName = useFullNames()
  return (
    <AriaButton
      className={styles.chip ?? ''}
      aria-label={model === null ? t('chat.chooseModel') : t('chat.model', { model: fullName(model) })}
      aria-haspopup="dialog"
      onPress={() => change({ dialog: 'models' })}
    >
      <bdi className={styles.model}>{model === null ? t('chat.chooseModel') : shortName(model)}</bdi>
      {server !== null && <span className={styles.server}>{t('models.at', { server })}</span>}
      {task === 'continue' && (
        <span className={styles.continues}>
          <FileText size={13} aria-hidden /> {t('chat.continues')}
        </span>
      )}
      <ChevronDown size={15} aria-hidden />
    </AriaButton>
  )
}
