// Says, before a prompt is sent, which pictures its model is not given: one that does not look at any keeps those that are to go along from
// being sent, and earlier ones are left out; of too many, the oldest are.

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { imagesAmong, imagesOf } from '../../electron/shared/attachments.ts'
import { firstWithPictures } from '../../electron/shared/sent-pictures.ts'
import type { Draft } from '../../electron/shared/types/conversations.ts'
import { isBlind } from '../models/known.ts'
import { shortName } from '../models/names.ts'
import { change, useWindow, type WindowState } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import { modelsToAsk, useModelsToAsk } from './compared.ts'
import styles from './TooLong.module.css'

/** Whether the draft has a picture that a model it goes to is known not to look at. */
export function useCannotSee({ attachments }: Draft): boolean {
  const blind = useWindow(firstBlind)
  return blind !== null && imagesAmong(attachments).length > 0
}

export function CannotSee({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation()
  const blind = useWindow(firstBlind)
  const isCompared = useModelsToAsk().length > 1
  const cannotSee = useCannotSee(draft)
  const isEarlierLeftOut = useWindow(hasEarlierPictures)
  const isOldestLeftOut = useIsOldestLeftOut(draft)
  return (
    <output className={styles.place}>
      {blind === null && isOldestLeftOut && <span>{t('chat.oldestPicturesLeftOut')}</span>}
      {blind !== null && (cannotSee || isEarlierLeftOut) && (
        <>
          <span>{t(cannotSee ? 'chat.cannotSee' : 'chat.readsWordsOnly', { model: shortName(blind) })}</span>
          <Button size="small" onPress={() => change({ dialog: isCompared ? 'compare' : 'seeing-models' })}>
            {t('chat.chooseSeeing')}
          </Button>
        </>
      )}
    </output>
  )
}

function useIsOldestLeftOut({ attachments }: Draft): boolean {
  const messages = useWindow(({ conversation }) => conversation.messages)
  return useMemo(() => firstWithPictures(messages, imagesAmong(attachments)) > 0, [messages, attachments])
}

/** The first of the models the next prompt goes to that does not see; null where all do. */
function firstBlind(now: WindowState): string | null {
  return modelsToAsk(now).find((id) => isBlind(now, id)) ?? null
}

function hasEarlierPictures({ conversation }: WindowState): boolean {
  return conversation.hasEarlierPictures || conversation.messages.some((message) => imagesOf(message).length > 0)
}
