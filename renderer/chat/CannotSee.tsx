// Says, before a prompt is sent, that its model does not look at pictures: those that are to go along keep it from being sent, and earlier
// ones are left out.

import { useTranslation } from 'react-i18next'
import { imagesAmong } from '../../electron/shared/attachments.ts'
import type { Draft } from '../../electron/shared/types/conversations.ts'
import { isBlind } from '../models/known.ts'
import { shortName } from '../models/names.ts'
import { change, useWindow, type WindowState } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import styles from './TooLong.module.css'

/** Whether the draft has a picture that the chosen model is known not to look at. */
export function useCannotSee({ attachments }: Draft): boolean {
  const blind = useWindow((state) => isBlind(state, state.model))
  return blind && imagesAmong(attachments).length > 0
}

export function CannotSee({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation()
  const model = useWindow((state) => state.model)
  const cannotSee = useCannotSee(draft)
  const isEarlierLeftOut = useWindow((state) => isBlind(state, state.model) && hasEarlierPictures(state))
  return (
    <output className={styles.place}>
      {model !== null && (cannotSee || isEarlierLeftOut) && (
        <>
          <span>{t(cannotSee ? 'chat.cannotSee' : 'chat.readsWordsOnly', { model: shortName(model) })}</span>
          <Button size="small" onPress={() => change({ dialog: 'seeing-models' })}>
            {t('chat.chooseSeeing')}
          </Button>
        </>
      )}
    </output>
  )
}

function hasEarlierPictures({ conversation }: WindowState): boolean {
  return conversation.messages.some((message) => message.kind === 'prompt' && imagesAmong(message.attachments).length > 0)
}
