// What is sent of a text, to be looked at before or after; in the prompt box, also the way back into the box.

import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextAttachment } from '../../shared/types/attachments.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useFormatAttachmentSize } from './use-format-attachment-size.ts'
import styles from './AttachmentView.module.css'

const TableView = lazy(async () => ({ default: (await import('./TableView.tsx')).TableView }))

interface AttachmentViewProps {
  readonly attachment: TextAttachment
  readonly onClose: () => void
  readonly onMoveToPrompt: ((attachment: TextAttachment) => void) | undefined
}

/** Characters; more of it would have to be laid out before it can be seen. */
const maxShownLength = 20_000
/** A longer text would make the box slow, which is why it is none of its text. */
const maxPromptBoxLength = 50_000

export function AttachmentView({ attachment, onClose, onMoveToPrompt }: AttachmentViewProps) {
  const { t } = useTranslation()
  const size = useFormatAttachmentSize()
  const { name, text } = attachment
  return (
    <Dialog title={name} onClose={onClose}>
      <div className={styles.view}>
        <p className={styles.facts}>
          {t(isTable(name) ? 'chat.sentAsTable' : 'chat.sentAsText', { size: size(attachment) })}
          {text.length > maxShownLength && ` · ${t('chat.excerptNote')}`}
        </p>
        {isTable(name) ? (
          <Suspense>
            <TableView name={name} text={text} fallback={<TextPreview name={name} text={text} />} />
          </Suspense>
        ) : (
          <TextPreview name={name} text={text} />
        )}
        {onMoveToPrompt !== undefined && text.length <= maxPromptBoxLength && (
          <div className={styles.foot}>
            <Button
              onPress={() => {
                onClose()
                onMoveToPrompt(attachment)
              }}
            >
              {t('chat.insertIntoPrompt')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

function TextPreview({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    // What scrolls must be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.text} dir="auto" tabIndex={0} aria-label={name}>
      {text.slice(0, maxShownLength)}
    </section>
  )
}

/** Whether a file of that name holds a table. */
function isTable(name: string): boolean {
  return /\.(?:csv|tsv|xlsx|xlsm)$/i.test(name)
}
