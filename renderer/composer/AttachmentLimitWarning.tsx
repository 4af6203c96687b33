// Says, before a prompt is sent, that more is to go along with it than does, and which of it: a prompt that could not be sent may have been
// put back beside what was added meanwhile.

import { useTranslation } from 'react-i18next'
import type { Draft } from '../../shared/types/drafts.ts'
import { Button } from '../ui/Button.tsx'
import { setDraft } from '../state/composer.ts'
import { findExcessAttachments } from '../state/drafts.ts'
import styles from './PromptWarning.module.css'

interface AttachmentLimitWarningProps {
  readonly draft: Draft
  /** After all that was too many has been taken off. */
  readonly onRemoved: () => void
}

export function AttachmentLimitWarning({ draft, onRemoved }: AttachmentLimitWarningProps) {
  const { t } = useTranslation()
  const { kind, max, attachments } = findExcessAttachments(draft)
  const removeExcess = () => {
    setDraft({ ...draft, attachments: draft.attachments.filter((each) => !attachments.includes(each)) })
    onRemoved()
  }
  return (
    <output className={styles.warning}>
      {attachments.length > 0 && (
        <>
          <span>
            {t(kind === 'images' ? 'chat.tooManyImages' : 'chat.tooManyAttachments', {
              max,
              count: attachments.length,
              names: attachments.map(({ name }) => name).join(', '),
            })}
          </span>
          <Button size="small" onPress={removeExcess}>
            {t('chat.removeExcess')}
          </Button>
        </>
      )}
    </output>
  )
}
