// Where a prompt is written: the box, the texts that go along, the model's chip, Send and Stop. What is typed is kept as a draft.

import { ArrowUp, ChevronDown, FileText, Plus, Square } from 'lucide-react'
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton } from 'react-aria-components'
import type { Attachment, Draft } from '../../electron/shared/types.ts'
import { useTask } from '../models/known.ts'
import { shortName } from '../models/names.ts'
import { change, useWindow } from '../store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Attachments } from './Attachments.tsx'
import { setDraft } from './conversation.ts'
import { isMissingText } from './missing-text.ts'
import { PasteArea } from './PasteArea.tsx'
import { send, stop } from './runs.ts'
import styles from './PromptBox.module.css'

/** A longer paste becomes an attachment, so that the box stays readable. */
const longestPaste = 2000

export function PromptBox() {
  const { t } = useTranslation()
  const draft = useWindow((state) => state.draft)
  const conversation = useWindow((state) => state.conversation)
  const box = useRef<HTMLTextAreaElement>(null)
  const [isAreaOpen, setAreaOpen] = useState(false)
  const [wasAsked, setAsked] = useState(false)
  const last = conversation.messages.at(-1)
  const running = last?.kind === 'answer' && last.outcome.kind === 'running' ? last.id : null
  const isMissing = conversation.messages.length === 0 && draft.attachments.length === 0 && isMissingText(draft.text)
  const isEmpty = draft.text.trim() === '' && draft.attachments.length === 0

  useEffect(() => box.current?.focus(), [])

  const attach = (text: string) => {
    setDraft({ ...draft, attachments: [...draft.attachments, pasted(text, t('chat.attachmentName'), draft)] })
    setAreaOpen(false)
    box.current?.focus()
  }
  const submit = () => {
    if (isEmpty || running !== null) return
    if (isMissing && !wasAsked) return setAsked(true)
    setAsked(false)
    setAreaOpen(false)
    void send(draft)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain')
    if (text.length <= longestPaste) return
    event.preventDefault()
    attach(text)
  }

  return (
    <div className={styles.place}>
      <div className={styles.card}>
        {(isMissing || isAreaOpen) && (
          <PasteArea
            isAsked={wasAsked}
            onText={attach}
            onSkip={isMissing && wasAsked ? submit : null}
            onClose={isMissing ? null : () => setAreaOpen(false)}
          />
        )}
        <Attachments
          attachments={draft.attachments}
          onRemove={(removed) => setDraft({ ...draft, attachments: draft.attachments.filter((each) => each !== removed) })}
        />
        <textarea
          ref={box}
          data-home
          rows={1}
          dir="auto"
          className={styles.box}
          aria-label={t('chat.promptLabel')}
          placeholder={usePlaceholder()}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className={styles.tools}>
          <IconButton label={t('chat.addText')} onPress={() => setAreaOpen(true)}>
            <Plus size={18} aria-hidden />
          </IconButton>
          <ModelChip />
          <span className={styles.space} />
          {running === null ? (
            <AriaButton className={styles.send ?? ''} aria-label={t('chat.send')} isDisabled={isEmpty} onPress={submit}>
              <ArrowUp size={18} aria-hidden />
            </AriaButton>
          ) : (
            <Button onPress={() => void stop(running)}>
              <Square size={13} fill="currentColor" aria-hidden />
              {t('chat.stop')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

function pasted(text: string, name: string, { attachments }: Draft): Attachment {
  return { kind: 'text', name: attachments.length === 0 ? name : `${name} ${attachments.length + 1}`, text }
}

function usePlaceholder(): string {
  const { t } = useTranslation()
  const model = useWindow((state) => state.model)
  const task = useTask(model)
  if (model === null) return t('chat.promptHintNoModel')
  return t(task === 'continue' ? 'chat.continueHint' : 'chat.promptHint', { model: shortName(model) })
}

function ModelChip() {
  const { t } = useTranslation()
  const model = useWindow((state) => state.model)
  const task = useTask(model)
  return (
    <AriaButton
      className={styles.chip ?? ''}
      aria-label={model === null ? t('chat.chooseModel') : t('chat.model', { model })}
      aria-haspopup="dialog"
      onPress={() => change({ dialog: 'models' })}
    >
      <bdi className={styles.model}>{model === null ? t('chat.chooseModel') : shortName(model)}</bdi>
      {task === 'continue' && (
        <span className={styles.continues}>
          <FileText size={13} aria-hidden /> {t('chat.continues')}
        </span>
      )}
      <ChevronDown size={15} aria-hidden />
    </AriaButton>
  )
}
