// Says, before a prompt is sent, that more is to go along with it than does, and which of it: a prompt that could not be sent may have been
// put back beside what was added meanwhile.

import { useTranslation } from 'react-i18next'
import type { Draft } from '../../shared/types/conversations.ts'
import { Button } from '../ui/Button.tsx'
import { setDraft } from '../state/conversation.ts'
import { tooManyOf } from '../state/drafts.ts'
import styles from './TooLong.module.css'

interface TooManyProps {
  readonly draft: Draft
  /** After all that was too many has been taken off. */
  readonly onTakenOff: () => void
}

export function TooMany({ draft, onTakenOff }: TooManyProps) {
  const { t } = useTranslation()
  const { of, most, attachments } = tooManyOf(draft)
  const takeOff = () => {
    setDraft({ ...draft, attachments: draft.attachments.filter((each) => !attachments.includes(each)) })
    onTakenOff()
  }
  return (
    <output className={styles.place}>
      {attachments.length > 0 && (
        <>
          <span>
            {t(of === 'pictures' ? 'chat.tooManyPictures' : 'chat.tooManyTexts', {
              most,
              count: attachments.length,
              names: attachments.map(({ name }) => name).join(', '),
            })}
          </span>
          <Button size="small" onPress={takeOff}>
            {t('chat.takeOffLast')}
          </Button>
        </>
      )}
    </output>
  )
}
